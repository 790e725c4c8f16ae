import { errorInUlp } from "../../../oracle/ulp.js";
import type { Facts } from "../functions.js";
import type { Line } from "../plot.js";
import { usualOf } from "../usual.js";
import { boundIn, COLOURS, parametersOf, type State } from "./state.js";

/** The number of intervals, and of inputs in each. */
const [INTERVALS, INPUTS] = [200, 12];

/**
 * The errors of the functions of a state and of their usual formulas: in each interval the largest
 * of float32 results, as a logarithm of ULP.
 */
export function errorsOf(state: State, { functions }: Facts): { readonly x: readonly number[]; readonly lines: readonly Line[] } {
  const { from, to, names } = state;
  const middles = Array.from({ length: INTERVALS }, (_, i) => from + ((i + 0.5) * (to - from)) / INTERVALS);
  const x = Float32Array.from({ length: INTERVALS * INPUTS }, (_, i) => from + ((to - from) * (i + 0.5)) / (INTERVALS * INPUTS));
  const lines = names.flatMap((name, k): Line[] => {
    const f = boundIn(state, name);
    const shown = functions.find((one) => one.name === name);
    const usual = shown && usualOf(shown, parametersOf(state, name));
    const exact = f(Float64Array.from(x));
    const colour = COLOURS[k] as string;
    return [
      { label: name, colour, values: worst(f(x), exact) },
      ...(usual ? [{ label: `${name}, the usual formula`, colour, dash: [3, 3], values: worst(Float32Array.from(x, usual), exact) }] : []),
    ];
  });
  return { x: middles, lines };
}

/** The logarithm of the largest error in each interval; an error of 0 counts as 0.01. */
function worst(got: Float32Array, exact: Float64Array): number[] {
  return Array.from({ length: INTERVALS }, (_, i) => {
    let most = 0;
    for (let k = i * INPUTS; k < (i + 1) * INPUTS; k++) most = Math.max(most, errorInUlp(got[k] as number, exact[k] as number));
    return Math.log10(Math.min(1e8, Math.max(0.01, most)));
  });
}
