/**
 * The trials of the losses, on labels and on targets of 0 and 1: each loss and each entry of the
 * gradient, against their definitions in MPFR.
 */

import { elementJudges, type RowJudge, rowJudges } from "../../oracle/lossJudges.js";
import { rowsOf } from "../../oracle/lossRows.js";
import type { LossSpecification } from "../../src/functions/loss.js";
import { onRuntime } from "../../src/functions/variants.js";
import { entmax15Loss, focalLoss, sigmoidBinaryCrossEntropy, softmaxCrossEntropy, sparsemaxLoss } from "../../src/losses/index.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { type Floats, formatOf } from "../subjects.js";
import { arrayOf, fill, KINDS } from "./numbers.js";
import type { Run, Trial } from "./trial.js";

const METHODS = ["loss", "gradient"] as const;
type Method = (typeof METHODS)[number];

interface Loss {
  (x: Floats, targets: unknown, options?: object): Readonly<Record<Method, Floats>>;
  readonly spec: LossSpecification;
}

/** Runs a loss on the case that a seed makes. */
type Attempt = (loss: Loss, tier: Tier, method: Method, kind: string, sizes: readonly number[], random: Random) => Run;

function trialsOf(given: unknown, results: number, sizesOf: (random: Random) => readonly number[], attempt: Attempt): readonly Trial[] {
  const loss = given as Loss;
  return METHODS.map((method) => ({
    name: loss.spec.name,
    method,
    unit: "ulp",
    results,
    tiers: ["float32", "float64"],
    subject: () => loss,
    promised: (tier) => loss.spec.bounds[formatOf(tier).name][method],
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(Object.keys(KINDS).length)], sizes: sizesOf(random) }),
    run: (tier, { kind, sizes, seed }, runtime) => attempt(onRuntime(loss as never, runtime), tier, method, kind, sizes, new Random(seed)),
  }));
}

/**
 * Sizes for losses of rows: [outer, classes, inner], with the classes along the middle axis.
 * Up to 40 classes; one case in thirty has up to 2048, one more than there is room for in a kernel.
 */
function shapeOf(random: Random): readonly number[] {
  const kind = random.unit();
  if (kind < 0.03) return [1, 1 + random.below(2048), 1];
  if (kind < 0.06) return [1, 2049 + random.below(2500), 1 + random.below(2)];
  const inner = random.unit() < 0.5 ? 1 : 1 + random.below(4);
  return [4, 1 + random.below(40), inner];
}

/** The options of a call, each given in half of the cases. */
type Draw = (tier: Tier, classes: number, random: Random) => Readonly<Record<string, unknown>>;

const TEMPERATURES = [0.1, 0.7, 3, 22.627416997969522];

const drawRows: Draw = (tier, classes, random) => ({
  classWeights: random.unit() < 0.5 ? arrayOf(tier, classes).map(() => random.between(0.1, 3)) : undefined,
  temperature: random.unit() < 0.5 ? TEMPERATURES[random.below(TEMPERATURES.length)] : undefined,
});

/** Tries a loss with labels, some of them ignored in half of the cases. */
const tryRows =
  (draw: Draw): Attempt =>
  (loss, tier, method, kind, [outer, classes, inner], random) => {
    const shape = [outer, classes, inner] as const;
    const x = fill(tier, kind, outer * classes * inner, random);
    const ignoreIndex = random.unit() < 0.5 ? -100 : undefined;
    const labels = Int32Array.from({ length: outer * inner }, () =>
      ignoreIndex !== undefined && random.unit() < 0.2 ? ignoreIndex : random.below(classes),
    );
    const options = draw(tier, classes, random);
    const { classWeights: weights, ...others } = options as { readonly classWeights?: Floats };
    const rows = rowsOf({ x, shape, labels, weights, ignoreIndex, ...others });
    for (const { at, row } of rows) if (!row) for (const position of at) x[position] = Number.NaN;
    const result = loss(x, labels, { shape, axis: 1, ignoreIndex, ...options });
    const judged = new Map<number, ReturnType<RowJudge>>();
    return {
      results: result[method],
      judge(i) {
        const r = method === "loss" ? i : Math.floor(i / (classes * inner)) * inner + (i % inner);
        const { at, row } = rows[r];
        if (!row) return Object.is(result[method][i], 0) ? 0 : Infinity;
        const gradient = at.map((position) => result.gradient[position]);
        const found = judged.get(r) ?? rowJudges[loss.spec.name](formatOf(tier), row, result.loss[r], gradient);
        judged.set(r, found);
        return (method === "loss" ? found.loss : found.gradient[Math.floor(i / inner) % classes]).ulp;
      },
    };
  };

/**
 * Sizes for losses of elements: 512 of one class, or of several along the middle axis.
 */
function elementsOf(random: Random): readonly number[] {
  if (random.unit() < 0.5) return [1, 1, 512];
  const [outer, inner] = [2 ** random.below(5), 2 ** random.below(5)];
  return [outer, 512 / (outer * inner), inner];
}

const drawPositiveWeight: Draw = (tier, classes, random) => ({
  positiveWeight: arrayOf(tier, classes).map(() => (classes === 1 ? 1 : random.between(0.1, 10))),
});

/** Tries a loss of elements; half of the cases have targets of x's type, half whole ones. */
const tryElements =
  (draw: Draw): Attempt =>
  (loss, tier, method, kind, [outer, classes, inner], random) => {
    const n = outer * classes * inner;
    const x = fill(tier, kind, n, random);
    const targets = random.unit() < 0.5 ? arrayOf(tier, n) : new Uint8Array(n);
    for (let i = 0; i < n; i++) targets[i] = random.below(2);
    const options = draw(tier, classes, random);
    const shaped = Object.values(options).some((value) => ArrayBuffer.isView(value)) && { shape: [outer, classes, inner], axis: 1 };
    const results = loss(x, targets, { ...options, ...shaped })[method];
    const valueAt = (value: unknown, i: number) => (ArrayBuffer.isView(value) ? (value as Floats)[Math.floor(i / inner) % classes] : value);
    const judge = elementJudges[loss.spec.name];
    return {
      results,
      judge(i) {
        const parameters = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, valueAt(value, i) as number]));
        const bindings = { ...parameters, x: x[i], t: targets[i], n };
        return method === "loss"
          ? judge.loss(formatOf(tier), bindings, results[i])
          : judge.gradient(formatOf(tier), bindings, results[i]).ulp;
      },
    };
  };

const drawFocus: Draw = (_, __, random) => ({ gamma: [0, 0.5, 1, 2, 2, 2, 5, 10][random.below(8)], alpha: random.unit() });

const drawNothing: Draw = () => ({});

export const lossTrials: readonly Trial[] = [
  ...trialsOf(entmax15Loss, 10_000, shapeOf, tryRows(drawNothing)),
  ...trialsOf(softmaxCrossEntropy, 10_000, shapeOf, tryRows(drawRows)),
  ...trialsOf(focalLoss, 50_000, elementsOf, tryElements(drawFocus)),
  ...trialsOf(sigmoidBinaryCrossEntropy, 50_000, elementsOf, tryElements(drawPositiveWeight)),
  ...trialsOf(sparsemaxLoss, 10_000, shapeOf, tryRows(drawNothing)),
];
