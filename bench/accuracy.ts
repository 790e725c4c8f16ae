/** The worst error of loops on a sample, found on the spot. */
import { formats, fromBits, ulpExponent } from "../oracle/formats.js";
import { numeral } from "./format.js";
import { arrayTypes, type Floats, type Type } from "./loops.js";
import type { Kind, References } from "./reference.js";
import type { Accuracy } from "./results.js";

export type Worst = Pick<Accuracy, "ulp" | "at" | "got" | "wanted" | "coverage">;

/** Half of the sample lies evenly in the bit patterns of all finite numbers, a quarter evenly in [-20, 20], a quarter in the tails. */
const SAMPLE = 2 ** 16;

export function sample(type: Type): Floats {
  const x = new arrayTypes[type](SAMPLE);
  const { tail, largest } = type === "float32" ? { tail: 110, largest: 0x7f7fffffn } : { tail: 750, largest: 0x7fefffffffffffffn };
  const quarter = SAMPLE / 4;
  for (let i = 0; i < quarter; i++) {
    const magnitude = fromBits(formats[type], `0x${((largest * BigInt(2 * i + 1)) / BigInt(SAMPLE / 2)).toString(16)}`);
    const part = (i + 0.37) / quarter;
    const outside = 20 + (tail - 20) * part;
    x.set([magnitude, -magnitude, 40 * part - 20, i % 4 === 0 ? outside : -outside], 4 * i);
  }
  return x;
}

/**
 * Where double precision leaves open which input holds the worst error, as it does for float64, so many are judged exactly of those that
 * seem worst, and as many spread over the others.
 */
const JUDGED = 250;

interface Candidate {
  readonly i: number;
  /** The error as it seems, and what it can be at most, in units in the last place. */
  readonly seems: number;
  readonly atMost: number;
}

/** The worst error among results y of inputs x. */
export function worst(references: References, kind: Kind, type: Type, x: Floats, y: Floats): Worst {
  const { values, errors } = references.evaluate(kind, x);
  const format = formats[type];
  const ulp = (value: number) => 2 ** ulpExponent(format, Math.floor(Math.log2(Math.abs(value) || Number.MIN_VALUE)));
  const text = (i: number, wanted: number) => ({
    at: numeral(x[i] as number, type),
    got: numeral(y[i] as number, type),
    wanted: numeral(wanted, type),
  });
  const sampled = `${x.length} finite inputs, sampled`;

  const candidates: Candidate[] = [];
  let atLeast = 0;
  for (let i = 0; i < x.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(y[i])) return { ulp: null, ...text(i, value), coverage: sampled };
    const seems = Math.abs((y[i] as number) - value) / ulp(value);
    const doubt = (errors[i] as number) / ulp(value);
    if (seems - doubt > atLeast) atLeast = seems - doubt;
    candidates.push({ i, seems, atMost: Number.isFinite(seems + doubt) ? seems + doubt : Number.POSITIVE_INFINITY });
  }
  const open = candidates.filter(({ atMost }) => atMost >= atLeast).sort((a, b) => b.seems - a.seems);
  const chosen = open.length <= 2 * JUDGED ? open : [...open.slice(0, JUDGED), ...evenly(open.slice(JUDGED), JUDGED)];
  const coverage = chosen === open ? sampled : `${chosen.length} of ${sampled}`;
  let found: Worst & { readonly ulp: number } = { ulp: -1, at: "", got: "", wanted: "", coverage };
  for (const { i, atMost } of chosen) {
    if (atMost < found.ulp) continue;
    const { ulp: error, rounded } = references.of(kind).judge(format, [x[i] as number], y[i] as number);
    if (error > found.ulp && Number.isFinite(rounded)) found = { ulp: error, ...text(i, rounded), coverage };
  }
  return found;
}

function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / count)] as T);
}
