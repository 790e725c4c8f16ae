/** Curves on the pages of functions, and what they are computed by. */
import { geglu, softmax, softmaxCrossEntropy } from "hillock";
import { cos, normalCdf } from "hillock/math";
import { expect, test } from "vitest";
import { drawn } from "../../site/build/plots/curves.js";
import { gateCurves } from "../../site/build/plots/layers.js";
import { mathCurves } from "../../site/build/plots/math.js";
import { lossCurves, rowCurves } from "../../site/build/plots/rows.js";

const pathsOf = (svg: string) => [...svg.matchAll(/class="curve (\w+)" d="([^"]*)"/g)].map(([, kind, d]) => [kind, d] as const);

const from = (count: number, curve: (x: number) => number, jumps: readonly number[] = []) =>
  pathsOf(drawn({ caption: "it", x: { from: -2, to: count, title: "x" }, curves: { f: curve }, jumps }))[0]?.[1] as string;

test("a curve goes from end to end, with a gap where it jumps", () => {
  expect(from(2, (x) => x)).toMatch(/^M38\.0 200\.0(L[\d.]+ [\d.]+){239}L412\.0 30\.0$/);
  expect(from(2, (x) => Number(x > 1), [1]).split("M")).toHaveLength(3);
});

test("what is out of sight or no number is not drawn", () => {
  expect(from(2, (x) => (x < 0 ? Number.NaN : x))).toMatch(/^M225\.0 200\.0L/);
  expect(from(2, (x) => (x > 0 ? 100 : 1)).match(/[\d.]+ [\d.]+$/)?.[0]).toBe("225.0 30.0");
});

test("curves are hillock's own values", () => {
  expect(rowCurves("softmax").curves["of x"]?.(2)).toBe(softmax(Float64Array.of(2, 1, 0))[0]);
  expect(gateCurves("geglu").curves["value −1"]?.(0.5)).toBe(geglu(Float64Array.of(-1), Float64Array.of(0.5))[0]);
  const loss = softmaxCrossEntropy(Float64Array.of(3, 1, 0), Uint8Array.of(0));
  expect(lossCurves("softmaxCrossEntropy").curves["its slope"]?.(3)).toBe(loss.gradient[0]);
  expect(mathCurves("normalCdf").curves.normalCdf?.(0.3)).toBe(normalCdf(0.3));
  expect(mathCurves("sin").curves["its derivative"]?.(0.3)).toBe(cos(0.3));
  expect(mathCurves("erf").curves["its derivative"]?.(0)).toBeCloseTo(2 / Math.sqrt(Math.PI), 15);
});
