import { describe, fail } from "./errors.js";

/** Whether a call is one of numbers: then all its arguments must be. */
export function areNumbers(where: string, values: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(values);
  const numbers = entries.filter(([, value]) => typeof value === "number").length;
  if (numbers === 0 || numbers === entries.length) return numbers > 0;
  const words = entries.map(([name, value]) => `${name} is ${describe(value)}`).join(", ");
  return fail(TypeError, "HILLOCK_TYPE", where, `${words}, expected numbers or arrays, all of them`);
}
