/** Limits of the machine, growth of times with sizes, and threads: one after the other. */
import { info } from "../hillock.js";
import type { Source } from "../numbers.js";
import type { Scale } from "../results.js";
import type { Stretch } from "../time.js";
import { growth, sizesOf } from "./growth.js";
import { limitsOf } from "./limits.js";
import { splitCalls, splitCases } from "./split.js";

/** Shares of the time. */
const [LIMITS, GROWTH, SPLIT] = [0.05, 0.5, 0.45];

export async function runScale(names: readonly string[], { data }: Source, { options, seconds, show }: Stretch): Promise<Scale> {
  show(0, "limits of the machine");
  const limits = await limitsOf(info().backend, LIMITS * seconds * 1e3);
  const sizes = sizesOf(names, options.quick);
  const grown = await growth(sizes, GROWTH * seconds * 1e3, (size) => {
    show(LIMITS + (GROWTH * sizes.indexOf(size)) / sizes.length, `${size.name}, ${size.rows} x ${size.length}`);
  });
  // Last, as threads change the memory.
  const cases = splitCases(names, data);
  const threads = await splitCalls(cases, SPLIT * seconds * 1e3, (part) => show(LIMITS + GROWTH + SPLIT * part, "threads"));
  return { limits, growth: grown, threads };
}
