/** Loops of plain JavaScript over typed arrays, in two styles. */
import type { Floats } from "../../loops.js";
import type { Candidate, Peer } from "../peer.js";
import type { DenseProblem, GatedProblem, LossProblem, RowsProblem } from "../problems.js";
import { compile, elementwise, loops, parts } from "./formulas.js";
import { requirePackage } from "./load.js";
import { erf, naive, type Style, stable } from "./plainFormulas.js";
import * as losses from "./plainLosses.js";
import * as products from "./plainProducts.js";
import { rowLoop } from "./plainRows.js";

export async function create(style: "naive" | "stable"): Promise<Peer> {
  const { values, slopes, shifted }: Style = { naive, stable }[style];
  const scope = { erf, erfc: requirePackage("@stdlib/math-base-special-erfc") };
  const formulaOf = (name: string) => parts(values[name] as string);
  const slopeOf = (name: string) => parts(slopes[name] as string);
  return {
    name: `plain JS ${style}`,
    version: process.version,
    threads: 1,
    role: "peer",
    types: ["float32", "float64"],
    can: {
      value({ task, x }) {
        const [before, value] = formulaOf(task.name);
        const loop = elementwise("x", `const v = x[i]; ${before} y[i] = ${value};`, scope);
        return loops(task.type, [x.length], (y) => loop(x, y as Floats));
      },
      backward({ task, dy, x }) {
        const [before, slope] = slopeOf(task.name);
        const loop = elementwise("x, dy", `const v = x[i]; ${before} y[i] = dy[i] * (${slope});`, scope);
        return loops(task.type, [x.length], (y) => loop(x, dy, y as Floats));
      },
      rows({ task, x }: RowsProblem) {
        const loop = rowLoop(task.name, shifted);
        return loops(task.type, [task.name === "logSumExp" ? task.rows : x.length], (y) => loop(x, task.rows, task.columns, y as Floats));
      },
      gated({ task, value, gate }) {
        const [before, active] = formulaOf(task.name === "swiglu" ? "silu" : "gelu");
        const loop = elementwise("value, gate", `const v = gate[i]; ${before} y[i] = value[i] * (${active});`, scope);
        return loops(task.type, [task.length], (y) => loop(value, gate, y as Floats));
      },
      gatedBackward: (problem) => gatedBackward(problem, formulaOf, slopeOf, scope),
      loss({ task, x, labels, targets }: LossProblem): Candidate {
        const run =
          task.name === "softmaxCrossEntropy"
            ? losses.softmaxCrossEntropy(shifted).bind(undefined, x, labels, task.columns)
            : losses.sigmoidBinaryCrossEntropy(style).bind(undefined, x, targets);
        return loops(task.type, [1, x.length], (mean, gradient) => run(mean as Floats, gradient as Floats));
      },
      dense({ task, x, weights, bias }: DenseProblem) {
        const forward = products.forward(style, formulaOf(task.name), scope);
        return loops(task.type, [task.batch * task.outputs], (y) => forward(task, x, weights, bias, y as Floats, y as Floats));
      },
      denseBackward({ task, x, weights, bias, dy }: DenseProblem) {
        const forward = products.forward(style, formulaOf(task.name), scope);
        const backward = products.backward(slopeOf(task.name), scope);
        const lengths = [x.length, weights.length, bias.length, dy.length, dy.length];
        const candidate = loops(task.type, lengths, (dx, dw, db, z, y) => {
          forward(task, x, weights, bias, z as Floats, y as Floats);
          backward(task, x, weights, dy, z as Floats, dx as Floats, dw as Floats, db as Floats);
        });
        return products.gradientsOnly(candidate);
      },
    },
  };
}

function gatedBackward(
  { task, value, gate, dy }: GatedProblem,
  formulaOf: (name: string) => readonly [string, string],
  slopeOf: (name: string) => readonly [string, string],
  scope: object,
): Candidate {
  const name = task.name === "swiglu" ? "silu" : "gelu";
  const [beforeValue, active] = formulaOf(name);
  const [beforeSlope, slope] = slopeOf(name);
  const loop = compile<(...arrays: Floats[]) => void>(
    "value, gate, dy, dValue, dGate",
    `for (let i = 0; i < gate.length; i++) {
       const v = gate[i];
       { ${beforeValue} dValue[i] = dy[i] * (${active}); }
       { ${beforeSlope} dGate[i] = dy[i] * value[i] * (${slope}); }
     }`,
    scope,
  );
  return loops(task.type, [task.length, task.length], (dValue, dGate) => loop(value, gate, dy, dValue as Floats, dGate as Floats));
}
