/** Nothing is timed that computes the wrong thing, and every result that was timed is looked at afterwards. */
import type { Arrays, Contestant } from "./contestants.js";
import type { Floats, Type } from "./loops.js";
import type { Kind, References } from "./reference.js";

/** How far off a result may be. Loose: this tells broken from working; accuracy.ts tells good from better. */
const TOLERANCE = {
  /** gelu's tanh approximation is off by 4.7e-4 at most, its derivative by 8.7e-4, which `backward` multiplies. */
  naive: { float32: 1e-2, float64: 1e-2 },
  others: { float32: 2 ** -21, float64: 2 ** -46 },
} as const;

/** At most that many elements are compared, spread over the whole. */
const LOOKED_AT = 1024;

/** The first wrong element of what a contestant wrote, in words; undefined if there is none. */
export function wrong({ name, method }: Contestant, type: Type, { x, dy, y, d }: Arrays, references: References): string | undefined {
  if (name === "copy") return undefined;
  const count = Math.min(x.length, LOOKED_AT);
  const pick = (array: Floats) => Float64Array.from({ length: count }, (_, k) => array[Math.floor((k * array.length) / count)] as number);
  const tolerance = (name.startsWith("naive") ? TOLERANCE.naive : TOLERANCE.others)[type];
  const at = pick(x);
  const check = (kind: Kind, results: Floats): string | undefined => {
    const { values } = kind === "backward" ? references.evaluate(kind, pick(dy), at) : references.evaluate(kind, at);
    const got = pick(results);
    const k = values.findIndex((value, i) => Number.isFinite(at[i]) && !near(got[i] as number, value, tolerance));
    return k < 0 ? undefined : `${kind} is ${got[k]} at x = ${at[k]}, where ${values[k]} is right`;
  };
  return method === "valueAndDerivative" ? (check("value", y) ?? check("derivative", d)) : check(method, y);
}

/** Inputs that are not finite are no test: the oracle's double precision tells no limits. */
function near(got: number, wanted: number, tolerance: number): boolean {
  return Number.isNaN(wanted) || got === wanted || Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}
