import { elementary } from "../../oracle/elementary.js";
import type { Interval, MathEntry } from "../../specification/schema.js";
import type { Combination, Elementary } from "../../src/math.js";

type Functions<F> = readonly (readonly [string, F])[];

/** The elementary functions of one argument among the exports of a module. */
export const functionsOfOne = (exports: object) => select(exports, false) as Functions<Elementary>;

/** Those of two arguments. */
export const functionsOfTwo = (exports: object) => select(exports, true) as Functions<Combination>;

function select(exports: object, ofTwo: boolean): Functions<unknown> {
  return Object.entries(exports).filter(([name, f]) => typeof f === "function" && ofTwo === Boolean(elementary[name]?.arguments));
}

/** The intervals in which a function of one number only rises, or only falls. */
export function directionsOf({ monotone, domain }: MathEntry): readonly { readonly interval: Interval; readonly sign: 1 | -1 }[] {
  if (typeof monotone === "boolean") return monotone ? domain.map((interval) => ({ interval, sign: 1 })) : [];
  const of = (intervals: readonly Interval[] | undefined, sign: 1 | -1) => (intervals ?? []).map((interval) => ({ interval, sign }));
  return [...of(monotone.increasing, 1), ...of(monotone.decreasing, -1)];
}
