import type { Judgement } from "./exact.js";
import { type Format, float32, ulpExponent } from "./formats.js";

type FloatArray = Float32Array | Float64Array;

/** The worst result seen. */
export interface Worst {
  readonly ulp: number;
  readonly inputs: readonly number[];
  readonly got: number;
}

/** A neighbourhood in which an absolute error up to a bound is none in ULP. */
export interface Exemption {
  readonly x: number;
  readonly within: number;
  readonly absolute: number;
}

/** The counts of many results. Plain data: it travels between threads and lies in checkpoints. */
export interface Count {
  inputs: number;
  /** Results other than the exact value rounded. */
  misrounded: number;
  /**
   * The misrounded results whose exact value is next to the middle of two neighbours: what decides
   * is lost in double precision.
   */
  ties: number;
  /** The inputs of the misrounded results, as far as there are few. */
  misroundedInputs: readonly (readonly number[])[];
  /** Results for which MPFR was asked. */
  judgedExactly: number;
  worst: Worst | undefined;
  /** The largest absolute error beside a root, of a gradient divided by dy. */
  worstAbsolute: (Worst & { readonly absolute: number }) | undefined;
}

export const emptyCount = (): Count => ({
  inputs: 0,
  misrounded: 0,
  ties: 0,
  misroundedInputs: [],
  judgedExactly: 0,
  worst: undefined,
  worstAbsolute: undefined,
});

/** The exact values that results are compared with, those of each function. */
export interface Reference {
  readonly variables: readonly string[];
  evaluate(count: number, inputs: readonly FloatArray[], values: Float64Array, errors: Float64Array): void;
  judgeNearTie(inputs: readonly number[], result: number, perUlp: number): Judgement | undefined;
  judge(format: Format, inputs: readonly number[], result: number): Judgement;
}

/** The most misrounded inputs that are kept; where there are fewer, they are listed. */
export const FEW = 100;
/** The distance from half a unit in the last place up to which a misrounded result is a tie. */
const TIE = 2 ** -28;

/** Adds what a later stretch of inputs gave. Of two equally bad results the first stays. */
export function merge(into: Count, later: Count): Count {
  return {
    inputs: into.inputs + later.inputs,
    misrounded: into.misrounded + later.misrounded,
    ties: into.ties + later.ties,
    misroundedInputs: [...into.misroundedInputs, ...later.misroundedInputs].slice(0, FEW),
    judgedExactly: into.judgedExactly + later.judgedExactly,
    worst: later.worst && !(into.worst && into.worst.ulp >= later.worst.ulp) ? later.worst : into.worst,
    worstAbsolute:
      later.worstAbsolute && !(into.worstAbsolute && into.worstAbsolute.absolute >= later.worstAbsolute.absolute)
        ? later.worstAbsolute
        : into.worstAbsolute,
  };
}

/** The reference may be this much off, in ulp of the result, before MPFR is asked. */
const TOLERANCE = 2 ** -14;
/** The error below which a result is correctly rounded, whatever the tolerance. */
const CERTAIN = 0.4999;

/**
 * Halfway from the largest float32 to what would be the next: from here on a result is infinite.
 */
const OVERFLOW = 2 ** 128 - 2 ** 103;

/** 1 / ulp by the exponent field of a double, for results in single precision. */
const PER_ULP = Float64Array.from(
  { length: 2048 },
  (_, field) => 2 ** -ulpExponent(float32, Math.min(field - 1023, float32.maximumExponent)),
);

/**
 * The reference in double precision on a stretch of inputs: evaluated once, compared with many
 * results.
 */
export class Expectation {
  readonly values: Float64Array;
  readonly errors: Float64Array;
  /** Sign and exponent of each value. */
  readonly highWords: Uint32Array;
  /** The judgements of MPFR, by the number of the input. */
  readonly judged = new Map<number, { readonly result: number; readonly judgement: Judgement }>();

  constructor(readonly capacity: number) {
    this.values = new Float64Array(capacity);
    this.errors = new Float64Array(capacity);
    this.highWords = new Uint32Array(this.values.buffer);
  }

  evaluate(reference: Reference, count: number, inputs: readonly FloatArray[]): void {
    reference.evaluate(count, inputs, this.values, this.errors);
    this.judged.clear();
  }
}

/** Compares results with a reference and remembers the worst. */
export class Tally {
  readonly count = emptyCount();

  constructor(
    private readonly reference: Reference,
    private readonly format: Format,
    private readonly exemptions: readonly Exemption[] = [],
  ) {}

  /**
   * Single precision, against the reference in double precision. Few results need the second look:
   * those near half a unit in the last place, those worse than the worst so far, and those for
   * which double precision does not decide.
   */
  add(count: number, inputs: readonly FloatArray[], results: FloatArray, expectation: Expectation): void {
    const { values, errors, highWords } = expectation;
    let limit = this.limit();
    for (let i = 0; i < count; i++) {
      const perUlp = PER_ULP[((highWords[2 * i + 1] as number) >>> 20) & 0x7ff] as number;
      const distance = Math.abs((results[i] as number) - (values[i] as number));
      if ((distance + (errors[i] as number)) * perUlp <= limit) continue;
      this.look(inputs, i, results[i] as number, distance * perUlp, perUlp, expectation);
      limit = this.limit();
    }
    this.count.inputs += count;
  }

  /**
   * Starts counting anew, and keeps the worst result seen, so that most of what follows is seen at
   * a glance to be better.
   */
  restart(): void {
    const { worst, worstAbsolute } = this.count;
    Object.assign(this.count, { ...emptyCount(), worst, worstAbsolute });
  }

  /** Any format, every result against MPFR. */
  addExactly(count: number, inputs: readonly FloatArray[], results: FloatArray): void {
    for (let i = 0; i < count; i++) this.judge(inputs, i, results[i] as number);
    this.count.inputs += count;
  }

  /**
   * The error up to which a result needs no second look: it is rounded right, and no worse than
   * what was seen. The first result always needs one.
   */
  private limit(): number {
    return this.count.worst ? Math.min(CERTAIN, Math.max(TOLERANCE, this.count.worst.ulp)) : -1;
  }

  private look(inputs: readonly FloatArray[], i: number, result: number, ulp: number, perUlp: number, expectation: Expectation): void {
    const [value, error] = [expectation.values[i] as number, expectation.errors[i] as number];
    if (result === Math.sign(value) * Infinity && Math.abs(value) - error >= OVERFLOW && Number.isFinite(inputs.at(-1)?.[i])) {
      this.enter(inputs, i, result, 0, 0, false);
      return;
    }
    if (Number.isNaN(value) && error === 0) {
      const off = Number.isNaN(result) ? 0 : Infinity;
      this.enter(inputs, i, result, off, off, off > 0);
      return;
    }
    const doubt = error * perUlp;
    const decided = doubt <= TOLERANCE && ulp < Number.POSITIVE_INFINITY && (ulp + doubt < 0.5 || ulp - doubt > 0.5);
    if (!decided || exponentField(Math.abs(value) - error) !== exponentField(Math.abs(value) + error)) {
      const nearTie = this.reference.judgeNearTie(at(inputs, i), result, perUlp);
      if (nearTie) this.enter(inputs, i, result, nearTie.ulp, nearTie.absolute, result !== nearTie.rounded);
      else this.judge(inputs, i, result, expectation.judged);
    } else this.enter(inputs, i, result, ulp, Math.abs(result - value), ulp > 0.5);
  }

  private judge(inputs: readonly FloatArray[], i: number, result: number, judged?: Expectation["judged"]): void {
    const known = judged?.get(i);
    const judgement = known && Object.is(known.result, result) ? known.judgement : this.reference.judge(this.format, at(inputs, i), result);
    judged?.set(i, { result, judgement });
    const { ulp, absolute, rounded } = judgement;
    this.count.judgedExactly++;
    this.enter(inputs, i, result, ulp, absolute, result !== rounded && !(Number.isNaN(result) && Number.isNaN(rounded)));
  }

  private enter(inputs: readonly FloatArray[], i: number, result: number, ulp: number, absolute: number, misrounded: boolean): void {
    const { count } = this;
    if (misrounded) {
      count.misrounded++;
      if (Math.abs(ulp - 0.5) <= TIE) count.ties++;
      if (count.misroundedInputs.length < FEW) count.misroundedInputs = [...count.misroundedInputs, at(inputs, i)];
    }
    const x = inputs.at(-1)?.[i] as number;
    if (Number.isNaN(x) && ulp === 0) return;
    const dy = inputs.length > 1 ? Math.abs(inputs[0]?.[i] as number) : 1;
    if (this.exemptions.some((exemption) => Math.abs(x - exemption.x) <= exemption.within && absolute / dy <= exemption.absolute)) {
      if (!(count.worstAbsolute && count.worstAbsolute.absolute >= absolute / dy)) {
        count.worstAbsolute = { absolute: absolute / dy, ulp, inputs: at(inputs, i), got: result };
      }
    } else if (!(count.worst && count.worst.ulp >= ulp)) count.worst = { ulp, inputs: at(inputs, i), got: result };
  }
}

function at(inputs: readonly FloatArray[], i: number): number[] {
  return inputs.map((array) => array[i] as number);
}

const word = new Float64Array(1);
const words = new Uint32Array(word.buffer);
function exponentField(value: number): number {
  word[0] = value;
  return ((words[1] as number) >>> 20) & 0x7ff;
}
