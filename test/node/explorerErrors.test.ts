/** Errors as the page's explorer draws them, beside those of the loops that the build writes. */
import { expect, test } from "vitest";
import { loopsModule } from "../../site/build/loops.js";
import { errorsOf, NONE } from "../../site/client/explorer/errors.js";
import { BEGINNING } from "../../site/client/explorer/state.js";

const { activations: loops } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(loopsModule())}`);

/** The heights of the line of a function, and of that of its usual formula. */
const heightsOf = (name: string, from: number, to: number) =>
  errorsOf({ ...BEGINNING, names: [name], from, to }, loops).lines.map(({ values }) => [...(values as number[])]) as [number[], number[]];

test("no error is drawn where there is none, and a small one is told from it", () => {
  const [relu, usual] = heightsOf("relu", -2, 2);
  expect(new Set([...relu, ...usual])).toEqual(new Set([NONE.at]));
  const [gelu] = heightsOf("gelu", -4, 4);
  expect(Math.min(...gelu)).toBeGreaterThanOrEqual(NONE.least);
  expect(Math.max(...gelu)).toBeLessThan(Math.log10(0.51));
});

test("the usual formula of gelu has the error function: right where x is large, all wrong in the tail", () => {
  const [, large] = heightsOf("gelu", 1, 4);
  expect(Math.max(...large)).toBeLessThan(1);
  const [, tail] = heightsOf("gelu", -14, -10);
  expect(Math.max(...tail)).toBeGreaterThan(7);
});
