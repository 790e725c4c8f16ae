/** Losses and gradients against MPFR, on problems of every kind, drawn at random. */
import { describe, expect, test } from "vitest";
import { type LossBounds, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { Exact } from "./oracle/exact.js";
import { type Format, float32, float64 } from "./oracle/formats.js";
import { parse } from "./oracle/formula.js";
import { judgeRow } from "./oracle/losses.js";
import { type Constructor, randomizer } from "./support/arrays.js";

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
}

const kinds: readonly Kind[] = [
  { kind: "labels", labels: true, weighted: false, smoothings: [0] },
  { kind: "weighted labels", labels: true, weighted: true, smoothings: [0] },
  { kind: "smoothed labels", labels: true, weighted: false, smoothings: [0.1, 1, 1e-9] },
  { kind: "weighted smoothed labels", labels: true, weighted: true, smoothings: [0.1, 0.5] },
  { kind: "distributions", labels: false, weighted: false, smoothings: [0] },
  { kind: "weighted smoothed distributions", labels: false, weighted: true, smoothings: [0.1, 0.5] },
];

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((before, value) => before + value, 0);

/** Rows of logits as networks have them, and far apart; some classes ruled out. */
function logits(type: Constructor, count: number, random: () => number): Floats {
  const scale = [1, 5, 30, 100, 1e4][Math.floor(random() * 5)] as number;
  return type.from({ length: count }, () => (random() < 0.03 ? -Infinity : (random() - 0.5) * 2 * scale));
}

function distributions(type: Constructor, rows: number, classes: number, random: () => number): Floats {
  const targets = type.from({ length: rows * classes }, () => (random() < 0.4 ? 0 : random()));
  for (let row = 0; row < rows; row++) {
    const own = targets.subarray(row * classes, (row + 1) * classes);
    const total = sum(own) || 1;
    own.forEach((value, j) => {
      own[j] = value / total;
    });
  }
  return targets;
}

describe.each(formats)(`softmaxCrossEntropy, $name`, ({ format, type, bounds: { loss, gradient, vanishing, mean } }) => {
  test.each(kinds)("$kind", ({ labels, weighted, smoothings }) => {
    const random = randomizer(seed);
    for (let problem = 0; problem < 120; problem++) {
      const long = problem % 60 === 59;
      const rows = long ? 1 : 1 + Math.floor(random() * 5);
      const classes = long ? 2049 + Math.floor(random() * 2500) : 1 + Math.floor(random() * 14);
      const smoothing = smoothings[problem % smoothings.length] as number;
      const x = logits(type, rows * classes, random);
      const own = Uint16Array.from({ length: rows }, () => Math.floor(random() * classes));
      const classWeights = weighted ? type.from({ length: classes }, () => 0.1 + 3 * random()) : undefined;
      const targets = labels ? own : distributions(type, rows, classes, random);
      for (let row = 0; row < rows; row++) x[row * classes] = 1;
      const result = softmaxLoss(x, targets, { shape: [rows, classes], smoothing, classWeights });
      const divisors = labels && classWeights ? Array.from(own, (label) => classWeights[label] as number) : [rows];
      for (let row = 0; row < rows; row++) {
        const from = row * classes;
        const target = labels
          ? Array.from({ length: classes }, (_, j) => (j === own[row] ? 1 : 0))
          : targets.subarray(from, from + classes);
        const weights = classWeights ?? new Array(classes).fill(1);
        const judged = judgeRow(
          format,
          { x: x.subarray(from, from + classes), targets: target, weights, smoothing, divisors },
          result.loss[row] as number,
          result.gradient.subarray(from, from + classes),
        );
        const about = `problem ${problem}, row ${row}: ${x.subarray(from, from + 14)}, targets ${target.slice(0, 14)}`;
        expect(judged.loss.ulp, about).toBeLessThanOrEqual(loss);
        const certain = labels && smoothing === 0;
        for (const [j, { ulp, relative }] of judged.gradient.entries())
          expect(ulp <= gradient || (!certain && relative <= vanishing), `${about}; ${j}: ${ulp} ULP, ${relative}`).toBe(true);
      }
      const expected = sum(result.loss) / sum(divisors);
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
  ] as const)("%s", (_, positiveWeight, certain) => {
    const random = randomizer(seed);
    const n = 700;
    const scales = [1, 10, 100, 700, 1e-5];
    const x = type.from({ length: n }, (_, i) => (random() - 0.5) * 2 * (scales[i % scales.length] as number));
    const t = type.from({ length: n }, () => (certain ? Math.round(random()) : random()));
    const result = sigmoidLoss(x, t, { positiveWeight });
    for (let i = 0; i < n; i++) {
      const bindings = { x: x[i] as number, t: t[i] as number, c: positiveWeight, n };
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
