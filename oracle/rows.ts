/**
 * The exact results of functions of rows and of their gradients: the specification, evaluated in
 * MPFR.
 */
import entries from "../specification/rows.json" with { type: "json" };
import type { Entries, RowEntry } from "../specification/schema.js";
import { compileDouble } from "./double.js";
import { exactly, type Judgement, judge, PRECISIONS } from "./exact.js";
import { type Format, float64 } from "./formats.js";
import { parse, type Term } from "./formula.js";
import { mpfr, NEAREST } from "./mpfr.js";
import { uniform } from "./random.js";
import { isLinear, type Row, RowMachine, varies } from "./rowMachine.js";
import { ThresholdResults } from "./thresholds.js";

export const rowSpecification: Entries<RowEntry> = entries as never;

/**
 * A row as a function takes it: its entries, and what they are divided by and added to. One that is
 * left out is -Infinity.
 */
export interface RowInput {
  readonly x: ArrayLike<number>;
  readonly temperature?: number;
  readonly mask?: ArrayLike<number> | undefined;
}

/**
 * A row as a gradient takes it, with a `dy` for each result: made of x, or of the results y, which
 * are taken as exact.
 */
export type GradientInput = { readonly dy: ArrayLike<number>; readonly temperature?: number } & (
  | (RowInput & { readonly y?: undefined })
  | { readonly y: ArrayLike<number>; readonly x?: undefined; readonly mask?: undefined }
);

/**
 * The entries of x as the function of which another is a preset takes them, with the numbers of the
 * stream of a seed.
 */
export function entriesOf(
  { x: expression = "x" }: NonNullable<RowEntry["preset"]>,
  x: ArrayLike<number>,
  seed = 0,
  offset = 0,
): Float64Array {
  const { length } = x;
  const entries = new Float64Array(length);
  const u = isDrawn({ x: expression }) ? Float64Array.from({ length }, (_, i) => uniform(seed, offset + i)) : entries;
  compileDouble(parse(expression), ["x", "u"])(length, [Float64Array.from(x), u], {}, entries, new Float64Array(length));
  return entries;
}

/** Whether entries are drawn at random. */
export const isDrawn = ({ x = "x" }: Pick<NonNullable<RowEntry["preset"]>, "x">): boolean => /\bu\b/.test(x);

/**
 * The allowance of a gradient from n results, which is a sum that may cancel, beside its bound: n
 * times this part of the magnitudes that are added up.
 */
export const LOST = 2 ** -51;

/**
 * The smallest normal float64. What is smaller loses digits to a rounding, and a temperature below
 * 1 makes that loss larger.
 */
const SMALLEST_NORMAL = 2 ** -1022;

/** The error that is allowed beside a threshold, where entries are not exact. */
const LEAST = 2 ** -100;

/** A function of rows, by its entry in the specification. */
export class RowReference {
  /** Whether a row becomes one number. */
  readonly reduces: boolean;
  readonly entry: RowEntry;
  /** The value as it stands, for rows that are not finite, and as it is best evaluated. */
  private readonly literal: ExactRow;
  private readonly stable: ExactRow;
  private readonly gradients = new Map<string, ExactRow>();

  constructor(name: string, entry = rowSpecification[name]) {
    if (!entry) throw new Error(`no specification of ${name}: add it to specification/rows.json`);
    this.entry = entry;
    this.literal = new ExactRow(this.termOf(entry.formula.value, ["x"]));
    this.stable = new ExactRow(this.termOf(entry.stable?.value ?? entry.formula.value, ["x"]));
    this.reduces = !varies(this.literal.term);
  }

  /** The number of results of a row of n entries. */
  lengthOf(n: number): number {
    const { length } = this.entry;
    return length === undefined ? (this.reduces ? 1 : n) : exactly(length).round(float64, { n });
  }

  /**
   * The judge of the results for a row. It tells the distance of result i from the exact one, in
   * ULP of that; or, where it is a sum that cancels, of the largest of its terms.
   */
  value(input: RowInput): (format: Format, i: number, result: number) => number {
    const row = rowOf(input);
    if (isEmpty(input)) return (format, i, result) => constant(this.entry.empty.value, format, row, result, i);
    const { stable, literal } = this;
    if (this.entry.threshold !== undefined) return this.thresholdValue(input, this.entry.threshold);
    if (!isBounded(input)) return (format, i, result) => literal.judge(format, row, i, result).ulp;
    return (format, i, result) => {
      const { ulp, absolute } = stable.judge(format, row, i, result);
      const size = ulp > 0.5 ? stable.largestTerm(row, i) : 0;
      return size > 0 && size < Infinity ? Math.min(ulp, (absolute / size) * 2 ** (format.mantissaBits + 1)) : ulp;
    };
  }

  /**
   * The judge of results with a threshold. Where digits of entries are lost before it is found, in
   * float64 or with a mask, some of those next to it are as well.
   */
  private thresholdValue(input: RowInput, power: number): (format: Format, i: number, result: number) => number {
    const row = terms(input);
    if (row.some(Number.isNaN) || (power > 0 && !isBounded(input))) return (_, __, result) => (Number.isNaN(result) ? 0 : Infinity);
    if (!isBounded(input)) return (_, i, result) => (result === Number(i === row.indexOf(Infinity)) ? 0 : Infinity);
    const exact = new ThresholdResults(power, input);
    return (format, i, result) => {
      const { ulp, absolute } = exact.error(format, i, result);
      return absolute <= LEAST && (format.name === "float64" || input.mask) ? 0 : ulp;
    };
  }

  /**
   * The judge of the gradients for a row. It tells the error of gradient i in ULP: at most `bound`
   * where the promise is kept.
   *
   * A gradient from results is a sum that may cancel, so it may lose a part of the magnitudes that
   * are added up ({@link LOST}) beside its bound. Its error beyond half a unit is held against that
   * allowance too: none of it counts as 0.5 ULP, all of it as `bound`, and what lies between in
   * proportion. The error is the smaller of that figure and the one in ULP.
   */
  gradient(input: GradientInput, bound: number): (format: Format, i: number, result: number) => number {
    const row = rowOf(input);
    const { gradient } = this.entry.empty;
    if (input.x && gradient !== undefined && isEmpty(input)) return (format, _, result) => constant(gradient, format, row, result);
    const exact = this.gradientFrom(input.y ? "y" : "x");
    const least = SMALLEST_NORMAL / (input.temperature ?? 1);
    return (format, i, result) => {
      const { ulp, absolute } = exact.judge(format, row, i, result);
      if (input.x || !(ulp > 0.5 && bound > 0.5)) return ulp;
      const lost = absolute * (1 - 0.5 / ulp);
      const part = lost / (row.length * LOST * Math.max(exact.magnitude(row, i), least));
      return part <= 1 ? Math.min(ulp, 0.5 + (bound - 0.5) * part) : ulp;
    };
  }

  private gradientFrom(source: "x" | "y"): ExactRow {
    let found = this.gradients.get(source);
    if (!found) {
      const { formula, stable } = this.entry;
      const value = stable?.value ?? formula.value;
      const ofX = (stable?.gradient ?? formula.gradient).replaceAll(/\by\b/g, `(${value})`);
      const perResult = this.reduces ? [] : ["dy", "y"];
      found = new ExactRow(this.termOf(source === "y" ? formula.gradient : ofX, ["x", ...perResult]));
      this.gradients.set(source, found);
    }
    return found;
  }

  /** The term of a formula in which `arrays` have a number for each entry: x is x[i]. */
  private termOf(formula: string, arrays: readonly string[]): Term {
    const whole = Object.entries(this.entry.definitions ?? {}).reduce(
      (text, [name, definition]) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${definition})`),
      formula,
    );
    return parse(whole.replaceAll(new RegExp(`\\b(${arrays.join("|")})\\b(?!\\[)`, "g"), "$1[i]"));
  }
}

/**
 * The sizes of terms. That of a sum is what `join` makes of the sizes of its addends, unless
 * `isOne` says that the sum counts as one term.
 */
class Sizes {
  /** The sizes of sums, by row: they are the same for every entry. */
  readonly sums = new WeakMap<Row, Map<Term, number>>();

  constructor(
    readonly isOne: (term: Term) => boolean,
    readonly join: (a: number, b: number) => number,
  ) {}
}

/** A formula of rows, evaluated as exactly as the question asks. */
class ExactRow {
  private readonly machines: RowMachine[] = [];
  private readonly largest = new Sizes(isLinear, Math.max);
  private readonly total = new Sizes(isGiven, (a, b) => a + b);

  constructor(readonly term: Term) {}

  judge(format: Format, row: Row, i: number, result: number): Judgement {
    for (const k of PRECISIONS.keys()) {
      const judgement = judge(format, this.machine(k).at(this.term, row, i), result, k === PRECISIONS.length - 1);
      if (judgement) return judgement;
    }
    throw new Error(`${this.term.text} cannot be evaluated`);
  }

  /** The machine of a precision, made when it is first asked for. */
  private machine(k: number): RowMachine {
    this.machines[k] ??= new RowMachine(PRECISIONS[k] as number);
    return this.machines[k];
  }

  /** The largest of the terms that entry i is a sum of. */
  largestTerm(row: Row, i: number): number {
    return this.sizeOf(this.term, row, i, this.largest);
  }

  /** The sum of the magnitudes of all that is added up for entry i. */
  magnitude(row: Row, i: number): number {
    return this.sizeOf(this.term, row, i, this.total);
  }

  private sizeOf(term: Term, row: Row, i: number, sizes: Sizes): number {
    const { operator, operands } = term;
    const { isOne, join } = sizes;
    const size = (one: Term): number => this.sizeOf(one, row, i, sizes);
    const [a, b] = operands as [Term, Term];
    if (operator === "negate") return size(a);
    if (operator === "*") return size(a) * size(b);
    if (operator === "/") return size(a) / this.absolute(b, row, i);
    if ((operator === "+" || operator === "-") && !isOne(term)) return join(size(a), size(b));
    if (operator === "sum" && !isOne(term)) return this.sizeOfSum(term, row, sizes);
    return this.absolute(term, row, i);
  }

  private sizeOfSum(term: Term, row: Row, sizes: Sizes): number {
    const known = sizes.sums.get(row) ?? new Map<Term, number>();
    sizes.sums.set(row, known);
    let size = known.get(term);
    if (size === undefined) {
      const operand = term.operands[0] as Term;
      size = Array.from({ length: row.length }, (_, k) => this.sizeOf(operand, row, k, sizes)).reduce(sizes.join, 0);
      known.set(term, size);
    }
    return size;
  }

  private absolute(term: Term, row: Row, i: number): number {
    return Math.abs(mpfr.mpfr_get_d(this.machine(0).at(term, row, i).pointer, NEAREST));
  }
}

/**
 * Whether a term is a number that was given, or the difference or sum of two, which is as exact as
 * one.
 */
function isGiven({ operator, operands }: Term): boolean {
  const isLeaf = (term: Term) => ["entry", "name", "number"].includes(term.operator);
  return (operator === "+" || operator === "-") && operands.every(isLeaf);
}

function rowOf({ x, mask, temperature = 1, ...gradient }: RowInput | GradientInput): Row {
  const { dy, y } = gradient as Partial<GradientInput>;
  const arrays = { ...(x && { x }), ...(y && { y }), ...(dy && { dy }) };
  const length = (x ?? y ?? []).length;
  const n = length - Array.from(mask ?? []).filter((added) => added === -Infinity).length;
  return { length, arrays, numbers: { temperature, n, ...(dy && { dy: dy[0] as number }) }, mask };
}

/** The entries of a row that are not left out, each with what is added to it. */
function terms({ x, mask }: RowInput): number[] {
  return Array.from(x, (entry, i) =>
    mask && (mask[i] as number) !== 0 ? (mask[i] === -Infinity ? -Infinity : entry + (mask[i] as number)) : entry,
  );
}

const isEmpty = (input: RowInput): boolean => terms(input).every((term) => term === -Infinity);
const isBounded = (input: RowInput): boolean => terms(input).every((term) => term < Infinity);

function constant(expression: string, format: Format, { numbers }: Row, result: number, i = 0): number {
  return exactly(expression).judge(format, { ...numbers, i }, result).ulp;
}
