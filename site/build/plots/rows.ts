/** Functions of rows as one entry of a row moves, and losses as one logit does. */
import * as hillock from "hillock";
import type { Curves } from "./curves.js";

type OfRows = (x: Float64Array, options?: object) => Float64Array;
type OfLogits = (
  x: Float64Array,
  targets: ArrayLike<number>,
  options?: object,
) => { readonly loss: Float64Array; readonly gradient: Float64Array };

const functions = hillock as unknown as Readonly<Record<string, OfRows>>;
const losses = hillock as unknown as Readonly<Record<string, OfLogits>>;

/** The entries of the row that do not move. */
const OTHERS = [1, 0];
const ROW = `(x, ${OTHERS.join(", ")})`;
const X = { from: -4, to: 4, title: "x" };

/** Options that some functions cannot do without. */
const OPTIONS: Readonly<Record<string, object>> = { softmax2d: { shape: [3, 1, 1] }, gumbelSoftmax: { seed: 1 } };

/** Functions that make of a row one number. */
const SINGLE = ["logSumExp", "logMeanExp"];

export function rowCurves(name: string): Curves {
  const results = (x: number, options: object = {}) =>
    (functions[name] as OfRows)(Float64Array.of(x, ...OTHERS), { ...OPTIONS[name], ...options });
  if (SINGLE.includes(name))
    return {
      caption: `The temperature times ${name} of the row ${ROW}: the lower it is, the nearer to the largest entry.`,
      x: X,
      curves: Object.fromEntries(
        [0.25, 1, 2].map((temperature) => [
          `temperature ${temperature}`,
          (x: number) => (results(x, { temperature })[0] as number) * temperature,
        ]),
      ),
    };
  const noise = name === "gumbelSoftmax" ? ", with the noise of seed 1" : "";
  return {
    caption: `${name} of the row ${ROW}${noise}: the results of its three entries as the first of them moves.`,
    x: X,
    curves: Object.fromEntries(["x", ...OTHERS].map((entry, i) => [`of ${entry}`, (x: number) => results(x)[i] as number])),
    jumps: name === "hardmax" ? OTHERS : [],
  };
}

/** Losses of two classes, whose targets are probabilities of one of them. */
const BINARY = ["sigmoidBinaryCrossEntropy", "focalLoss"];

export function lossCurves(name: string): Curves {
  const loss = losses[name] as OfLogits;
  if (BINARY.includes(name))
    return {
      caption: `The loss of a logit x by ${name}, where 1 is right and where 0 is, and its slope where 1 is.`,
      x: X,
      curves: {
        "target 1": (x) => loss(Float64Array.of(x), Uint8Array.of(1)).loss[0] as number,
        "its slope": (x) => loss(Float64Array.of(x), Uint8Array.of(1)).gradient[0] as number,
        "target 0": (x) => loss(Float64Array.of(x), Uint8Array.of(0)).loss[0] as number,
      },
    };
  const of = (x: number, label: number) => loss(Float64Array.of(x, ...OTHERS), Uint8Array.of(label));
  return {
    caption: `The loss of the row ${ROW} by ${name}, where the first class is right and where the second is, and its slope in x where the first is.`,
    x: X,
    curves: {
      "first is right": (x) => of(x, 0).loss[0] as number,
      "its slope": (x) => of(x, 0).gradient[0] as number,
      "second is right": (x) => of(x, 1).loss[0] as number,
    },
  };
}
