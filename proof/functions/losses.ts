/**
 * The trials of the losses, on labels and on targets of 0 and 1: each loss and each entry of the
 * gradient, against their definitions in MPFR.
 */

import { Exact } from "../../oracle/exact.js";
import { parse } from "../../oracle/formula.js";
import { judgeRow } from "../../oracle/losses.js";
import { rowsOf } from "../../oracle/lossRows.js";
import type { LossSpecification } from "../../src/functions/loss.js";
import { onRuntime } from "../../src/functions/variants.js";
import { sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../../src/losses/index.js";
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
 * Sizes for softmaxCrossEntropy: [outer, classes, inner], with the classes along the middle axis.
 * Up to 40 classes; one case in thirty has up to 2048, one more than there is room for in a kernel.
 */
function shapeOf(random: Random): readonly number[] {
  const kind = random.unit();
  if (kind < 0.03) return [1, 1 + random.below(2048), 1];
  if (kind < 0.06) return [1, 2049 + random.below(2500), 1 + random.below(2)];
  const inner = random.unit() < 0.5 ? 1 : 1 + random.below(4);
  return [4, 1 + random.below(40), inner];
}

/** Tries softmaxCrossEntropy; each of its options is given in half of the cases. */
const tryRows: Attempt = (loss, tier, method, kind, [outer, classes, inner], random) => {
  const shape = [outer, classes, inner] as const;
  const x = fill(tier, kind, outer * classes * inner, random);
  const ignoreIndex = random.unit() < 0.5 ? -100 : undefined;
  const labels = Int32Array.from({ length: outer * inner }, () =>
    ignoreIndex !== undefined && random.unit() < 0.2 ? ignoreIndex : random.below(classes),
  );
  const weights = random.unit() < 0.5 ? arrayOf(tier, classes).map(() => random.between(0.1, 3)) : undefined;
  const rows = rowsOf({ x, shape, labels, weights, ignoreIndex });
  for (const { at, row } of rows) if (!row) for (const position of at) x[position] = Number.NaN;
  const result = loss(x, labels, { shape, axis: 1, classWeights: weights, ignoreIndex });
  const judged = new Map<number, ReturnType<typeof judgeRow>>();
  return {
    results: result[method],
    judge(i) {
      const r = method === "loss" ? i : Math.floor(i / (classes * inner)) * inner + (i % inner);
      const { at, row } = rows[r];
      if (!row) return Object.is(result[method][i], 0) ? 0 : Infinity;
      const gradient = at.map((position) => result.gradient[position]);
      const found = judged.get(r) ?? judgeRow(formatOf(tier), row, result.loss[r], gradient);
      judged.set(r, found);
      return (method === "loss" ? found.loss : found.gradient[Math.floor(i / inner) % classes]).ulp;
    },
  };
};

const BINARY = {
  loss: new Exact(parse("c*t*(max(-x, 0) + log1p(exp(-abs(x)))) + (1 - t)*(max(x, 0) + log1p(exp(-abs(x))))")),
  gradient: new Exact(parse("((1 - t)*sigmoid(x) - c*t*sigmoid(-x))/n")),
};

/**
 * Sizes for sigmoidBinaryCrossEntropy: 512 elements of one class, or of several along the middle
 * axis.
 */
function elementsOf(random: Random): readonly number[] {
  if (random.unit() < 0.5) return [1, 1, 512];
  const [outer, inner] = [2 ** random.below(5), 2 ** random.below(5)];
  return [outer, 512 / (outer * inner), inner];
}

/** Tries sigmoidBinaryCrossEntropy; half of the cases have targets of x's type, half whole ones. */
const tryElements: Attempt = (loss, tier, method, kind, [outer, classes, inner], random) => {
  const n = outer * classes * inner;
  const x = fill(tier, kind, n, random);
  const targets = random.unit() < 0.5 ? arrayOf(tier, n) : new Uint8Array(n);
  for (let i = 0; i < n; i++) targets[i] = random.below(2);
  const weights = arrayOf(tier, classes).map(() => (classes === 1 ? 1 : random.between(0.1, 10)));
  const results = loss(x, targets, { positiveWeight: weights, shape: [outer, classes, inner], axis: 1 })[method];
  return {
    results,
    judge(i) {
      const c = weights[Math.floor(i / inner) % classes];
      return BINARY[method].judge(formatOf(tier), { x: x[i], t: targets[i], c, n }, results[i]).ulp;
    },
  };
};

export const lossTrials: readonly Trial[] = [
  ...trialsOf(softmaxCrossEntropy, 10_000, shapeOf, tryRows),
  ...trialsOf(sigmoidBinaryCrossEntropy, 50_000, elementsOf, tryElements),
];
