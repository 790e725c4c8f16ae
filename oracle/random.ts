import type { ActivationEntry, Formulas, RandomEntry } from "../specification/schema.js";
import { compileDouble } from "./double.js";
import { parse } from "./formula.js";

const WORD = 0xffffffffn;

/**
 * A block of Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011), from a counter of four words and a
 * key of two.
 */
export function philox(counter: readonly bigint[], key: readonly bigint[]): readonly bigint[] {
  let [a, b, c, d] = counter as [bigint, bigint, bigint, bigint];
  let [k, l] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [p, q] = [a * 0xd2511f53n, c * 0xcd9e8d57n];
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & WORD, (p >> 32n) ^ d ^ l, p & WORD];
    [k, l] = [(k + 0x9e3779b9n) & WORD, (l + 0xbb67ae85n) & WORD];
  }
  return [a, b, c, d];
}

/** Number `i` in [0, 1) of the stream of a seed. */
export function uniform(seed: number, i: number): number {
  const words = (n: bigint) => [n & WORD, n >> 32n];
  const block = philox([...words(BigInt(i) / 4n), 0n, 0n], words(BigInt(seed)));
  return Number(block[i % 4]) / 2 ** 32;
}

/** The formulas of an activation in training: of `a`, the number that an element has drawn. */
export function formulasInTraining({ formula, random }: ActivationEntry): Formulas {
  const { insteadOf } = random as RandomEntry;
  const ofDrawn = Object.entries(formula).map(([name, text]) => [name, text.replaceAll(insteadOf, "a")]);
  return Object.fromEntries(ofDrawn) as Formulas;
}

/**
 * The numbers that elements draw, from `offset` on: each operation of the formula is rounded to
 * float64.
 */
export function drawn(
  { drawn }: RandomEntry,
  parameters: Readonly<Record<"lower" | "upper", number>>,
  seed: number,
  offset: number,
  count: number,
): Float64Array {
  const { lower, upper } = parameters;
  const largest = lower < upper ? below(upper) : lower;
  const u = Float64Array.from({ length: count }, (_, i) => uniform(seed, offset + i));
  const values = new Float64Array(count);
  const loop = compileDouble(parse(drawn), ["u"], ["lower", "upper", "largest"]);
  loop(count, [u], { lower, upper, largest }, values, new Float64Array(count));
  return values;
}

/** The float64 below a finite number. */
function below(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
