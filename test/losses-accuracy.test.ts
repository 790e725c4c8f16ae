/** Losses and gradients against MPFR, on problems of every kind, drawn at random. */
import { describe, expect, test } from "vitest";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { elementJudges, rowJudges } from "../oracle/lossJudges.js";
import { rowsOf } from "../oracle/lossRows.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, randomizer } from "./support/arrays.js";
import { elementLosses, type LossKind, lossSubjects, rowLosses, withTypes } from "./support/losses.js";
import { sample } from "./support/sample.js";

const seed = 20261124;

const formatOf = (type: Constructor): Format => (type === Float32Array ? float32 : float64);

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

test("every loss has a judge", () => {
  for (const { name } of lossSubjects) expect(rowJudges[name] ?? elementJudges[name], name).toBeDefined();
});

describe.each(withTypes(rowLosses))("$name, $array", ({ name, loss, kinds, type }) => {
  const format = formatOf(type);
  const bounds = loss.spec.bounds[format.name];
  const judgeRow = rowJudges[name] as (typeof rowJudges)[string];

  test.each(sample(kinds.flatMap((kind) => [1, 4].map((most) => ({ ...kind, most })))))(
    "$kind, up to $most rows beside each other",
    (kind) => {
      const random = randomizer(seed);
      for (let problem = 0; problem < 30; problem++) {
        const long = problem % 30 === 29;
        const inner = 1 + Math.floor(random() * kind.most);
        const rows = (long ? 1 : 1 + Math.floor(random() * 5)) * inner;
        const classes = long ? 2049 + Math.floor(random() * 2500) : 1 + Math.floor(random() * 14);
        const x = logits(type, rows * classes, random);
        const labels = Uint16Array.from({ length: rows }, () => Math.floor(random() * classes));
        const targets = kind.targets === "labels" ? labels : distributions(type, rows, classes, inner, random);
        const shape: [number, number, number] = [rows / inner, classes, inner];
        const options = kind.options(type, classes);
        const { classWeights, ...others } = options as { readonly classWeights?: Floats };
        const given = {
          shape,
          ...others,
          weights: classWeights,
          ...(targets === labels ? { labels } : { distributions: targets as Floats }),
        };
        for (const { at } of rowsOf({ x, ...given })) x[at[0] as number] = 1;
        const all = rowsOf({ x, ...given });
        for (const { at, row } of all) if (!row) for (const position of at) x[position] = Number.NaN;
        const result = loss(x, targets, { shape, axis: 1, ...options });
        for (const [i, { at, row }] of all.entries()) {
          const gradients = at.map((position) => result.gradient[position] as number);
          if (!row) {
            expect([result.loss[i], ...new Set(gradients)]).toEqual([0, 0]);
            continue;
          }
          const judged = judgeRow(format, row, result.loss[i] as number, gradients);
          const about = `problem ${problem}, row ${i}: ${Array.from(row.x).slice(0, 14)}, targets ${Array.from(row.targets).slice(0, 14)}`;
          const { ulp: ofLoss, relative: toRoot } = judged.loss;
          const vanishes = kind.targets === "distributions" && toRoot <= (bounds.root ?? 0);
          expect(ofLoss <= bounds.loss || vanishes, `${about}: ${ofLoss} ULP, ${toRoot}`).toBe(true);
          for (const [j, { ulp, relative }] of judged.gradient.entries())
            expect(
              ulp <= bounds.gradient || (kind.vanishes && relative <= bounds.vanishing),
              `${about}; ${j}: ${ulp} ULP, ${relative}`,
            ).toBe(true);
        }
        const divisors = all.find(({ row }) => row)?.row?.divisors ?? [];
        const expected = sum(result.loss) / sum(Array.from(divisors));
        if (Number.isFinite(expected))
          expect(Math.abs(result.mean - expected), `problem ${problem}`).toBeLessThanOrEqual(
            (bounds.mean + rows * 2 ** -format.mantissaBits) * expected + 2 ** (format.minimumExponent - format.mantissaBits),
          );
        else expect(result.mean).toBe(expected);
      }
    },
  );
});

describe.each(withTypes(rowLosses.filter(({ name }) => name === "softmaxCrossEntropy")))("$name, $array", ({ loss, type }) => {
  test("long rows are as right as short ones", () => {
    const random = randomizer(seed);
    const classes = 100_000;
    const x = type.from({ length: classes }, () => 3 * (random() + random() + random() - 1.5));
    const label = Math.floor(random() * classes);
    const result = loss(x, Uint32Array.of(label), { shape: [classes] });
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

describe.each(withTypes(elementLosses))("$name, $array", ({ name, loss, kinds, type }) => {
  const format = formatOf(type);
  const bounds = loss.spec.bounds[format.name];
  const judge = elementJudges[name] as (typeof elementJudges)[string];

  test.each(sample(kinds))("$kind", (kind: LossKind) => {
    const random = randomizer(seed);
    const n = 700;
    const scales = [1, 10, 100, 700, 1e-5];
    const x = type.from({ length: n }, (_, i) => (random() - 0.5) * 2 * (scales[i % scales.length] as number));
    const t = type.from({ length: n }, () => (kind.vanishes ? random() : Math.round(random())));
    const options = kind.options(type, 7);
    const result = loss(x, t, options);
    for (let i = 0; i < n; i++) {
      const parameters = Object.fromEntries(
        Object.entries({ ...kind.defaults, ...options }).map(([key, value]) => [
          key,
          (ArrayBuffer.isView(value) ? (value as Floats)[i % 7] : value) as number,
        ]),
      );
      const bindings = { ...parameters, x: x[i] as number, t: t[i] as number, n };
      const about = `x ${x[i]}, t ${t[i]}`;
      expect(judge.loss(format, bindings, result.loss[i] as number), about).toBeLessThanOrEqual(bounds.loss);
      const { ulp, relative } = judge.gradient(format, bindings, result.gradient[i] as number);
      expect(ulp <= bounds.gradient || (kind.vanishes && relative <= bounds.vanishing), `${about}: ${ulp} ULP, ${relative}`).toBe(true);
    }
    const expected = sum(result.loss) / n;
    expect(Math.abs(result.mean - expected)).toBeLessThanOrEqual((bounds.mean + 2 ** -format.mantissaBits + n * 2 ** -53) * expected);
  });

  test("the mean of a million losses is right to the last digits", () => {
    const n = 1_000_001;
    const x = new type(n).fill(1 / 3);
    const { mean } = loss(x, new type(n), { out: {} });
    const wanted = judge.roundedLoss({ ...kinds[0]?.defaults, x: x[0] as number, t: 0, n });
    expect(mean / wanted).toBeCloseTo(1, type === Float32Array ? 9 : 15);
  });
});
