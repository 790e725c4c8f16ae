import { errorInUlp } from "../../../oracle/ulp.js";
import { numbersOf } from "../functions.js";
import type { Line } from "../plot.js";
import { boundIn, COLOURS, parametersOf, type State } from "./state.js";

/** The number of intervals, and of inputs in each. */
const [INTERVALS, INPUTS] = [200, 12];

/** Where no error is drawn among logarithms of errors, and the least that is told from it. */
export const NONE = { at: -3, least: -2 };
/** The largest error that is drawn, as a logarithm. */
export const MOST = 8;

/** The usual formulas as loops over numbers, by names of functions. */
type Loops = Readonly<Record<string, (x: Float32Array, y: Float32Array, parameters: Readonly<Record<string, number>>) => void>>;

/**
 * The errors of the functions of a state and of their usual formulas: in each interval the largest
 * of float32 results, as a logarithm of ULP.
 */
export function errorsOf(state: State, loops: Loops): { readonly x: readonly number[]; readonly lines: readonly Line[] } {
  const { from, to, names } = state;
  const middles = Array.from({ length: INTERVALS }, (_, i) => from + ((i + 0.5) * (to - from)) / INTERVALS);
  const x = Float32Array.from({ length: INTERVALS * INPUTS }, (_, i) => from + ((to - from) * (i + 0.5)) / (INTERVALS * INPUTS));
  const lines = names.flatMap((name, k): Line[] => {
    const f = boundIn(state, name);
    const usual = new Float32Array(x.length);
    loops[name]?.(x, usual, parametersOf(state, name));
    const exact = numbersOf(f, x);
    const colour = COLOURS[k] as string;
    return [
      { label: name, colour, values: worst(f(x), exact) },
      { label: `${name}, the usual formula`, colour, dash: [3, 3], values: worst(usual, exact) },
    ];
  });
  return { x: middles, lines };
}

/** The logarithm of the largest error in each interval. */
function worst(got: Float32Array, exact: Float64Array): number[] {
  return Array.from({ length: INTERVALS }, (_, i) => {
    let most = 0;
    for (let k = i * INPUTS; k < (i + 1) * INPUTS; k++) most = Math.max(most, errorInUlp(got[k] as number, exact[k] as number));
    return most === 0 ? NONE.at : Math.min(MOST, Math.max(NONE.least, Math.log10(most)));
  });
}
