import { type Computed, numbersOf } from "../functions.js";
import type { Line } from "../plot.js";
import { jumpsOf } from "./jumps.js";
import { boundIn, COLOURS, METHODS, type State } from "./state.js";

const POINTS = 601;
const DASHES = [undefined, [8, 4], [2, 4]] as const;
/** The sides of a jump are this share of the range apart: far less than a pixel. */
const NEAR = 1e-6;

/** The curves of the functions of a state, and of those of their derivatives that it shows. */
export function curvesOf(state: State): { readonly x: Float64Array; readonly lines: readonly Line[] } {
  const { names, methods, from, to } = state;
  const even = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  const shown = names.flatMap((name, k) => {
    const f = boundIn(state, name);
    return [f, f.derivative, f.secondDerivative].flatMap((method, i) => {
      if (!methods[i]) return [];
      const jumps = jumpsOf(method, even, numbersOf(method, even), (to - from) * NEAR);
      return [{ label: `${name} ${METHODS[i]}`, colour: COLOURS[k] as string, dash: DASHES[i], method, jumps }];
    });
  });
  const x = Float64Array.from(new Set([...even, ...shown.flatMap(({ jumps }) => jumps.flat())])).sort();
  const lines = shown.map(({ label, colour, dash, method, jumps }): Line => {
    const breaks = new Set(jumps.map(([, after]) => x.indexOf(after)));
    return { label, colour, values: drawn(method, x, jumps.flat()), breaks, ...(dash && { dash }) };
  });
  return { x, lines };
}

/**
 * The values of a curve, of the float32 kernel where float32 tells its points apart, and otherwise,
 * as beside a jump, in float64.
 */
function drawn(method: Computed, x: Float64Array, beside: readonly number[]): ArrayLike<number> {
  const rounded = Float32Array.from(x);
  if (!rounded.every(Number.isFinite) || new Set(rounded).size < x.length) return numbersOf(method, x);
  const values = Float64Array.from(method(rounded));
  numbersOf(method, Float64Array.from(beside)).forEach((value, i) => {
    values[x.indexOf(beside[i] as number)] = value;
  });
  return values;
}
