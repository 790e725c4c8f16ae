/** Losses and gradients against MPFR, on problems of every kind, drawn at random. */
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { judgeRow } from "../oracle/losses.js";
import { rowsOf } from "../oracle/lossRows.js";
import { type LossBounds, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { type Constructor, randomizer } from "./support/arrays.js";
import { sample } from "./support/sample.js";

type Floats = Float32Array | Float64Array;
type Anything = (x: unknown, targets: unknown, options?: unknown) => { mean: number; loss: Floats; gradient: Floats };
const softmaxLoss = softmaxCrossEntropy as unknown as Anything;
const sigmoidLoss = sigmoidBinaryCrossEntropy as unknown as Anything;

const seed = 20261124;

const { bounds } = softmaxCrossEntropy.spec;
const formats: readonly Promised[] = [
  { name: "float32", format: float32, type: Float32Array, bounds: bounds.float32 },
  { name: "float64", format: float64, type: Float64Array, bounds: bounds.float64 },
];

interface Promised {
  readonly name: string;
  readonly format: Format;
  readonly type: Constructor;
  readonly bounds: LossBounds;
}

interface Kind {
  readonly kind: string;
  readonly labels: boolean;
  readonly weighted: boolean;
  readonly smoothings: readonly number[];
  /** A class, or what is none, that is not to count. */
  readonly ignoreIndex?: number;
  /** Up to so many rows are beside each other. */
  readonly inner?: number;
}

const kinds: readonly Kind[] = [
  { kind: "labels", labels: true, weighted: false, smoothings: [0] },
  { kind: "weighted labels", labels: true, weighted: true, smoothings: [0] },
  { kind: "smoothed labels", labels: true, weighted: false, smoothings: [0.1, 1, 1e-9] },
  { kind: "weighted smoothed labels", labels: true, weighted: true, smoothings: [0.1, 0.5] },
  { kind: "ignored labels", labels: true, weighted: false, smoothings: [0], ignoreIndex: 2 },
  { kind: "ignored weighted labels", labels: true, weighted: true, smoothings: [0], ignoreIndex: 1 },
  { kind: "ignored weighted smoothed labels", labels: true, weighted: true, smoothings: [0.1, 0.5], ignoreIndex: 0 },
  { kind: "weighted labels along another axis", labels: true, weighted: true, smoothings: [0], ignoreIndex: 3, inner: 4 },
  { kind: "distributions along another axis", labels: false, weighted: true, smoothings: [0, 0.1], inner: 4 },
  { kind: "distributions", labels: false, weighted: false, smoothings: [0] },
  { kind: "weighted smoothed distributions", labels: false, weighted: true, smoothings: [0.1, 0.5] },
];

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((before, value) => before + value, 0);

/** Rows of logits as networks have them, and far apart; some classes ruled out. */
function logits(type: Constructor, count: number, random: () => number): Floats {
  const scale = [1, 5, 30, 100, 1e4][Math.floor(random() * 5)] as number;
  return type.from({ length: count }, () => (random() < 0.03 ? -Infinity : (random() - 0.5) * 2 * scale));
}

function distributions(type: Constructor, rows: number, classes: number, inner: number, random: () => number): Floats {
  const targets = type.from({ length: rows * classes }, () => (random() < 0.4 ? 0 : random()));
  for (const { at } of rowsOf({ x: targets, shape: [rows / inner, classes, inner] })) {
    const total = sum(at.map((position) => targets[position] as number)) || 1;
    for (const position of at) targets[position] /= total;
  }
  return targets;
}

describe.each(formats)(`softmaxCrossEntropy, $name`, ({ format, type, bounds: { loss, gradient, vanishing, mean } }) => {
  test.each(sample(kinds))("$kind", ({ labels, weighted, smoothings, ignoreIndex, inner: most = 1 }) => {
    const random = randomizer(seed);
    for (let problem = 0; problem < 120; problem++) {
      const long = problem % 60 === 59;
      const inner = 1 + Math.floor(random() * most);
      const rows = (long ? 1 : 1 + Math.floor(random() * 5)) * inner;
      const classes = long ? 2049 + Math.floor(random() * 2500) : 1 + Math.floor(random() * 14);
      const smoothing = smoothings[problem % smoothings.length] as number;
      const x = logits(type, rows * classes, random);
      const own = Uint16Array.from({ length: rows }, () => Math.floor(random() * classes));
      const classWeights = weighted ? type.from({ length: classes }, () => 0.1 + 3 * random()) : undefined;
      const targets = labels ? own : distributions(type, rows, classes, inner, random);
      const shape: [number, number, number] = [rows / inner, classes, inner];
      const given = { shape, smoothing, weights: classWeights, ignoreIndex, ...(labels ? { labels: own } : { distributions: targets }) };
      for (const { at } of rowsOf({ x, ...given })) x[at[0] as number] = 1;
      const all = rowsOf({ x, ...given });
      for (const { at, row } of all) if (!row) for (const position of at) x[position] = Number.NaN;
      const result = softmaxLoss(x, targets, { shape, axis: 1, smoothing, classWeights, ignoreIndex });
      for (const [i, { at, row }] of all.entries()) {
        const gradients = at.map((position) => result.gradient[position] as number);
        if (!row) {
          expect([result.loss[i], ...new Set(gradients)]).toEqual([0, 0]);
          continue;
        }
        const judged = judgeRow(format, row, result.loss[i] as number, gradients);
        const about = `problem ${problem}, row ${i}: ${Array.from(row.x).slice(0, 14)}, targets ${Array.from(row.targets).slice(0, 14)}`;
        expect(judged.loss.ulp, about).toBeLessThanOrEqual(loss);
        const certain = labels && smoothing === 0;
        for (const [j, { ulp, relative }] of judged.gradient.entries())
          expect(ulp <= gradient || (!certain && relative <= vanishing), `${about}; ${j}: ${ulp} ULP, ${relative}`).toBe(true);
      }
      const divisors = all.find(({ row }) => row)?.row?.divisors ?? [];
      const expected = sum(result.loss) / sum(Array.from(divisors));
      if (Number.isFinite(expected))
        expect(Math.abs(result.mean - expected), `problem ${problem}`).toBeLessThanOrEqual(
          (mean + rows * 2 ** -format.mantissaBits) * expected + 2 ** (format.minimumExponent - format.mantissaBits),
        );
      else expect(result.mean).toBe(expected);
    }
  });

  test("long rows are as right as short ones", () => {
    const random = randomizer(seed);
    const classes = 100_000;
    const x = type.from({ length: classes }, () => 3 * (random() + random() + random() - 1.5));
    const label = Math.floor(random() * classes);
    const result = softmaxLoss(x, Uint32Array.of(label), { shape: [classes] });
    const largest = Math.max(...[0, 1, 2, 3].map((part) => Math.max(...x.subarray(part * 25_000, (part + 1) * 25_000))));
    let total = 0;
    let lost = 0;
    for (const value of x) {
      const term = Math.exp(value - largest) - lost;
      const next = total + term;
      lost = next - total - term;
      total = next;
    }
    const wanted = Math.log(total) + largest - (x[label] as number);
    // Terms off by 2^-53 each, at random, leave the sum right to a few of them.
    expect(Math.abs((result.loss[0] as number) - wanted)).toBeLessThanOrEqual(wanted * (type === Float32Array ? 2 ** -24 : 2 ** -50));
    for (let j = 0; j < classes; j += 101) {
      const p = Math.exp((x[j] as number) - largest) / total - (j === label ? 1 : 0);
      expect(Math.abs((result.gradient[j] as number) - p)).toBeLessThanOrEqual(
        Math.abs(p) * (type === Float32Array ? 2 ** -23.9 : 2 ** -49),
      );
    }
  });
});

const LOSS = new Exact(parse("c*t*(max(-x, 0) + log1p(exp(-abs(x)))) + (1 - t)*(max(x, 0) + log1p(exp(-abs(x))))"));
const GRADIENT = new Exact(parse("((1 - t)*sigmoid(x) - c*t*sigmoid(-x))/n"));
const LARGER = new Exact(parse("max((1 - t)*sigmoid(x), c*t*sigmoid(-x))/n"));

describe.each(formats)(`sigmoidBinaryCrossEntropy, $name`, ({ format, type, bounds: { loss, gradient, vanishing, mean } }) => {
  test.each([
    ["targets 0 and 1", 1, true],
    ["weighted targets 0 and 1", 2.7, true],
    ["any targets", 1, false],
    ["any weighted targets", 0.3, false],
    ["targets 0 and 1 with weights of classes", "of classes", true],
    ["any targets with weights of classes", "of classes", false],
  ] as const)("%s", (_, positiveWeight, certain) => {
    const random = randomizer(seed);
    const n = 700;
    const scales = [1, 10, 100, 700, 1e-5];
    const x = type.from({ length: n }, (_, i) => (random() - 0.5) * 2 * (scales[i % scales.length] as number));
    const t = type.from({ length: n }, () => (certain ? Math.round(random()) : random()));
    const weights = positiveWeight === "of classes" ? type.from({ length: 7 }, () => 5 * random()) : undefined;
    const result = sigmoidLoss(x, t, { positiveWeight: weights ?? positiveWeight, shape: [20, 7, 5], axis: 1 });
    for (let i = 0; i < n; i++) {
      const c = weights ? (weights[Math.floor(i / 5) % 7] as number) : (positiveWeight as number);
      const bindings = { x: x[i] as number, t: t[i] as number, c, n };
      const about = `x ${x[i]}, t ${t[i]}`;
      expect(LOSS.judge(format, bindings, result.loss[i] as number).ulp, about).toBeLessThanOrEqual(loss);
      const { ulp, absolute } = GRADIENT.judge(format, bindings, result.gradient[i] as number);
      const larger = LARGER.round(float64, bindings);
      expect(ulp <= gradient || (!certain && absolute <= vanishing * larger), `${about}: ${ulp} ULP, ${absolute / larger}`).toBe(true);
    }
    const expected = sum(result.loss) / n;
    expect(Math.abs(result.mean - expected)).toBeLessThanOrEqual((mean + 2 ** -format.mantissaBits + n * 2 ** -53) * expected);
  });

  test("the mean of a million losses is right to the last digits", () => {
    const n = 1_000_001;
    const x = new type(n).fill(1 / 3);
    const { mean } = sigmoidLoss(x, new type(n), { out: {} });
    expect(mean / LOSS.round(float64, { x: x[0] as number, t: 0, c: 1 })).toBeCloseTo(1, type === Float32Array ? 9 : 15);
  });
});
