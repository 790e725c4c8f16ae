/** The parts of a run, and how long each takes. */
import type { Part } from "./results.js";

export type { Part } from "./results.js";

/** Seconds for timing; what is built, compiled and checked comes on top, about a sixth. */
const SECONDS = { elementwise: 52, rowwise: 9, gated: 7, learnable: 3, losses: 6, dense: 20, sweep: 10 } as const;

/** Seconds of the whole sweep. */
const SWEEP = 130;

const QUICK = 1 / 5;

export const parts: readonly Part[] = ["elementwise", "rowwise", "gated", "learnable", "losses", "dense", "sweep"];

/** Seconds that parts take if nobody says otherwise. */
export function secondsOf(chosen: readonly Part[], { sweep, quick }: { readonly sweep?: boolean; readonly quick?: boolean }): number {
  if (sweep) return quick ? SWEEP * QUICK : SWEEP;
  return chosen.reduce((sum, part) => sum + SECONDS[part], 0) * (quick ? QUICK : 1);
}
