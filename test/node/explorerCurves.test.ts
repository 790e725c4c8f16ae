/** Curves of the page's explorer: a jump is drawn as two ends with next to nothing between. */
import { activations } from "hillock";
import { expect, test } from "vitest";
import { curvesOf } from "../../site/client/explorer/curves.js";
import type { State } from "../../site/client/explorer/state.js";

const of = (names: readonly string[], change: Partial<State> = {}) =>
  curvesOf({ names: [...names], parameters: {}, from: -3, to: 3, methods: [true, true, true], ...change });

test.each(Object.keys(activations))("no line of %s is drawn over a jump, and none is broken elsewhere", (name) => {
  const { x, lines } = of([name]);
  expect(x.every((at, i) => i === 0 || at > (x[i - 1] as number))).toBe(true);
  for (const { label, values, breaks } of lines)
    for (let i = 1; i < x.length; i++) {
      const step = Math.abs((values[i] as number) - (values[i - 1] as number));
      if (breaks?.has(i)) {
        expect((x[i] as number) - (x[i - 1] as number), label).toBeLessThan(6e-3);
        expect(step, label).toBeGreaterThan(1e-6);
      } else expect(step, `${label} at ${x[i]}`).toBeLessThan(0.2);
    }
});

test("jumps are where parameters put them, each in its own line alone", () => {
  const { x, lines } = of(["hardShrink", "binaryStep"], {
    parameters: { hardShrink: { lambda: 1.2345 }, binaryStep: { threshold: 0.7 } },
    methods: [true, false, false],
  });
  const at = lines.map(({ breaks }) =>
    [...(breaks ?? [])].map((i) => [x[i - 1] as number, x[i] as number]).sort(([a = 0], [b = 0]) => a - b),
  );
  const places = at.map((sides) => sides.map(([before = 0, after = 0]) => ((before + after) / 2).toFixed(4)));
  expect(places).toEqual([["-1.2345", "1.2345"], ["0.7000"]]);
});

test("roundings where a function is flat are no jumps", () => {
  expect(of(["tanh", "sigmoid"], { from: 0, to: 60 }).lines.map(({ breaks }) => breaks?.size)).toEqual([0, 0, 0, 0, 0, 0]);
});

test("a range that is smaller than what numbers beside a jump are has its jump too", () => {
  const { x, lines } = of(["binaryStep"], { from: -1e-12, to: 1e-12, methods: [true, false, false] });
  const [line] = lines;
  const [broken = 0] = [...(line?.breaks ?? [])];
  expect([line?.values[broken - 1], line?.values[broken]]).toEqual([0, 1]);
  expect((x[broken] as number) - (x[broken - 1] as number)).toBeLessThan(1e-15);
});
