/** The trials of the losses, on labels: each loss and each entry of the gradient, against their definitions in MPFR. */
import { sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../../src/losses/index.js";
import type { LossSpecification } from "../../src/losses.js";
import { onRuntime } from "../../src/variants.js";
import { Exact } from "../../test/oracle/exact.js";
import { parse } from "../../test/oracle/formula.js";
import { judgeRow } from "../../test/oracle/losses.js";
import { Random } from "../random.js";
import { type Engine, type Floats, formatOf } from "../subjects.js";
import { arrayOf, fill, KINDS } from "./numbers.js";
import type { Run, Trial } from "./trial.js";

const METHODS = ["loss", "gradient"] as const;
type Method = (typeof METHODS)[number];

interface Loss {
  (x: Floats, targets: unknown, options?: object): Readonly<Record<Method, Floats>>;
  readonly spec: LossSpecification;
}

/** What a trial of a loss does with the case that its seed makes. */
type Attempt = (loss: Loss, engine: Engine, method: Method, kind: string, sizes: readonly number[], random: Random) => Run;

function trialsOf(given: unknown, results: number, sizesOf: (random: Random) => readonly number[], attempt: Attempt): readonly Trial[] {
  const loss = given as Loss;
  return METHODS.map((method) => ({
    name: loss.spec.name,
    method,
    unit: "ulp",
    results,
    engines: ["faithful", "double"],
    subject: () => loss,
    promised: (engine) => loss.spec.bounds[formatOf(engine).name][method],
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(Object.keys(KINDS).length)], sizes: sizesOf(random) }),
    run: (engine, { kind, sizes, seed }, runtime) =>
      attempt(onRuntime(loss as never, runtime), engine, method, kind, sizes, new Random(seed)),
  }));
}

/** Rows of up to 40 classes; one in thirty of up to 3000. */
const shapeOf = (random: Random): readonly number[] => (random.unit() < 0.03 ? [1, 1 + random.below(3000)] : [4, 1 + random.below(40)]);

const tryRows: Attempt = (loss, engine, method, kind, [rows, classes], random) => {
  const x = fill(engine, kind, rows * classes, random);
  const labels = Uint16Array.from({ length: rows }, () => random.below(classes));
  const result = loss(x, labels, { shape: [rows, classes] });
  const judged = new Map<number, ReturnType<typeof judgeRow>>();
  return {
    results: result[method],
    judge(i) {
      const r = method === "loss" ? i : Math.floor(i / classes);
      const row = {
        x: x.subarray(r * classes, (r + 1) * classes),
        targets: Array.from({ length: classes }, (_, j) => Number(j === labels[r])),
        weights: new Array<number>(classes).fill(1),
        smoothing: 0,
        divisors: [rows],
      };
      const found =
        judged.get(r) ?? judgeRow(formatOf(engine), row, result.loss[r], result.gradient.subarray(r * classes, (r + 1) * classes));
      judged.set(r, found);
      return { error: (method === "loss" ? found.loss : found.gradient[i % classes]).ulp };
    },
  };
};

const BINARY = {
  loss: new Exact(parse("t*(max(-x, 0) + log1p(exp(-abs(x)))) + (1 - t)*(max(x, 0) + log1p(exp(-abs(x))))")),
  gradient: new Exact(parse("((1 - t)*sigmoid(x) - t*sigmoid(-x))/n")),
};

const tryElements: Attempt = (loss, engine, method, kind, [n], random) => {
  const x = fill(engine, kind, n, random);
  const targets = arrayOf(engine, n).map(() => random.below(2));
  const results = loss(x, targets)[method];
  return {
    results,
    judge: (i) => ({ error: BINARY[method].judge(formatOf(engine), { x: x[i], t: targets[i], n }, results[i]).ulp }),
  };
};

export const lossTrials: readonly Trial[] = [
  ...trialsOf(softmaxCrossEntropy, 10_000, shapeOf, tryRows),
  ...trialsOf(sigmoidBinaryCrossEntropy, 50_000, () => [512], tryElements),
];
