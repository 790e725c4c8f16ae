import { elementary } from "../../oracle/elementary.js";
import type { Interval, MathEntry } from "../../specification/schema.js";
import type { Combination, Elementary } from "../../src/math.js";
import { randomizer } from "./arrays.js";

type Functions<F> = readonly (readonly [string, F])[];

/** The elementary functions of one argument among the exports of a module. */
export const functionsOfOne = (exports: object) => select(exports, false) as Functions<Elementary>;

/** The elementary functions of two arguments. */
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

/** How many arguments to find, and how many to try at most. */
const FOUND = 100;
const TRIED = 500_000;

/**
 * Arguments of float32 whose results are so near to the middle of two float32 that 2^-34 of them
 * may decide: one in 512 has such.
 */
export function nextToMiddle(f: (...numbers: number[]) => number, count: 1 | 2): readonly number[][] {
  const random = randomizer(1);
  const draw = () => Math.fround((random() < 0.5 ? -1 : 1) * 2 ** (10 * random() - 7));
  const result = new Float64Array(1);
  const words = new Uint32Array(result.buffer);
  const found: number[][] = [];
  for (let tried = 0; found.length < FOUND && tried < TRIED; tried++) {
    const inputs = Array.from({ length: count }, draw);
    result[0] = f(...inputs);
    if (Math.abs(((words[0] as number) & 0x1fffffff) - 2 ** 28) < 2 ** 19) found.push(inputs);
  }
  return found;
}
