import { type Computed, jumpsOf } from "../functions.js";
import type { Line } from "../plot.js";
import { boundIn, COLOURS, METHODS, type State } from "./state.js";

const POINTS = 601;
const DASHES = [undefined, [8, 4], [2, 4]] as const;

/** The curves of the functions of a state, and of those of their derivatives that it shows. */
export function curvesOf(state: State): { readonly x: Float64Array; readonly lines: readonly Line[] } {
  const { from, to, names, methods } = state;
  const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  const lines = names.flatMap((name, k) => {
    const f = boundIn(state, name);
    return [f, f.derivative, f.secondDerivative].flatMap((method, i): Line[] => {
      if (!methods[i]) return [];
      const dash = DASHES[i];
      const values = broken(x, method, f.spec.kinks);
      return [{ label: `${name} ${METHODS[i]}`, colour: COLOURS[k] as string, values, ...(dash && { dash }) }];
    });
  });
  return { x, lines };
}

/** Values with a gap where a function jumps between two inputs. */
function broken(x: Float64Array, f: Computed, kinks: readonly number[]): Float64Array {
  const y = f(x);
  for (const kink of jumpsOf(f, kinks)) {
    const next = x.findIndex((value) => value > kink);
    if (next > 0) y.fill(NaN, next - 1, next + 1);
  }
  return y;
}
