import type { Interval, MathEntry } from "../../specification/schema.js";

/** The intervals in which a function of one number only rises, or only falls. */
export function directionsOf({ monotone, domain }: MathEntry): readonly { readonly interval: Interval; readonly sign: 1 | -1 }[] {
  if (typeof monotone === "boolean") return monotone ? domain.map((interval) => ({ interval, sign: 1 })) : [];
  const of = (intervals: readonly Interval[] | undefined, sign: 1 | -1) => (intervals ?? []).map((interval) => ({ interval, sign }));
  return [...of(monotone.increasing, 1), ...of(monotone.decreasing, -1)];
}
