/** The losses of sparsemax and entmax15 by hand. */
import { describe, expect, test } from "vitest";
import { entmax15Loss, sparsemaxLoss } from "../src/index.js";
import { types } from "./support/arrays.js";
import { type AnyLoss, expectNear } from "./support/lossResults.js";

describe.each(types.map((type) => ({ type, name: type.name })))("losses with a threshold, $name", ({ type }) => {
  const [sparse, entmax] = [sparsemaxLoss, entmax15Loss] as unknown as AnyLoss[];

  test("sparsemaxLoss by its paper", () => {
    // Predictions [0.75, 0.25, 0], the threshold is 0.25.
    const x = type.from([1, 0.5, -1]);
    const paper = (label: number) => 0.5 * (1 - 0.0625 + 0.25 - 0.0625) - x[label] + 0.5;
    for (const label of [0, 1, 2]) {
      const { mean, loss, gradient } = sparse(x, Uint8Array.of(label), {});
      expectNear(type, [...loss, mean], [paper(label), paper(label)]);
      expect([...gradient]).toEqual([0.75, 0.25, 0].map((p, j) => p - Number(j === label)));
    }
    const { loss, gradient } = sparse(x, type.from([0.5, 0.25, 0.25]), { shape: [3] });
    expectNear(type, loss, [(0.0625 + 0.0625) / 2 + 0.25 * 1.25]);
    expect([...gradient]).toEqual([0.25, 0, -0.25]);
  });

  test("entmax15Loss by its definition", () => {
    // Predictions [0.5, 0.5, 0], the threshold is 2 - sqrt(2).
    const x = type.from([2, 2, -2]);
    const weight = (p: number) => (4 / 3) * p ** 1.5;
    const definition = (label: number) => 2 - 2 * weight(0.5) + weight(1) - x[label];
    for (const label of [0, 1, 2]) {
      const { loss, gradient } = entmax(x, Uint8Array.of(label), {});
      expectNear(type, loss, [definition(label)]);
      expectNear(
        type,
        gradient,
        [0.5, 0.5, 0].map((p, j) => p - Number(j === label)),
      );
    }
    const { loss } = entmax(x, type.from([0.25, 0.25, 0.5]), { shape: [3] });
    expectNear(type, loss, [2 - 2 * weight(0.5) + 2 * weight(0.25) + weight(0.5) - (0.5 + 0.5 - 1)]);
  });

  test.each([
    ["sparsemaxLoss", 0, 1],
    ["entmax15Loss", 1, 2],
  ] as const)("%s is 0 from a margin on, and not before", (_, which, margin) => {
    const loss = [sparse, entmax][which];
    for (const shift of [0, 1000, -3e4]) {
      const right = loss(type.from([margin + shift, shift, shift - 5]), Uint8Array.of(0), {});
      expect([right.mean, right.loss[0], ...Array.from(right.gradient, (slope) => slope + 0)]).toEqual([0, 0, 0, 0, 0]);
      const short = loss(type.from([margin - 0.0625 + shift, shift, shift - 5]), Uint8Array.of(0), {});
      expect(short.loss[0]).toBeGreaterThan(0);
      expect(short.gradient[0]).toBeLessThan(0);
    }
    // Just before it the sum of the others is all that is left.
    const little = 2 ** (type === Float32Array ? -20 : -40);
    const { loss: value, gradient } = loss(type.from([margin - little, 0]), Uint8Array.of(0), {});
    const rest = which === 0 ? little / 2 : 0;
    if (which === 0) expect([value[0], gradient[0], gradient[1]]).toEqual([rest * rest, -rest, rest]);
    else expect(gradient[1] / (little / 4) ** 2 / 4).toBeCloseTo(1, 4);
  });

  test.each([
    ["sparsemaxLoss", 0],
    ["entmax15Loss", 1],
  ] as const)("%s: ends of the formats, -Infinity, NaN and nothing", (_, which) => {
    const loss = [sparse, entmax][which];
    const largest = type === Float32Array ? 3.4028234663852886e38 : 8e307;
    for (const classes of [2, 5000]) {
      const x = new type(classes).fill(-largest);
      x[0] = largest;
      const far = loss(x, Uint16Array.of(classes - 1), {});
      expect([far.loss[0], far.gradient[0], far.gradient[classes - 1]]).toEqual([type.from([2 * largest])[0], 1, -1]);
      x[classes - 1] = -Infinity;
      const ruledOut = loss(x, Uint16Array.of(classes - 1), {});
      expect([ruledOut.loss[0], ruledOut.gradient[0], ruledOut.gradient[classes - 1]]).toEqual([Infinity, 1, -1]);
      for (const bad of [NaN, Infinity]) {
        x[1] = bad;
        for (const [targets, options] of [
          [Uint16Array.of(0), {}],
          [new type(classes), { shape: [classes] }],
        ] as const) {
          const lost = loss(x, targets, options);
          expect([lost.mean, lost.loss[0], lost.gradient.every(Number.isNaN)]).toEqual([NaN, NaN, true]);
        }
      }
      expect(loss(new type(classes).fill(-Infinity), Uint16Array.of(0), {}).gradient.every(Number.isNaN)).toBe(true);
    }
    expect(loss(new type(0), new Uint8Array(0), {})).toEqual({ mean: NaN, loss: new type(0), gradient: new type(0) });
    expect(loss(type.from([3, -2]), Uint8Array.of(0, 0), {}).loss).toEqual(new type(2));
    expect(loss(type.from([1, 2]), Int8Array.of(-1), { ignoreIndex: -1 })).toEqual({ mean: NaN, loss: new type(1), gradient: new type(2) });
  });
});
