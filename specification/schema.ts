/**
 * The form of activations.json, gates.json, rows.json, features.json and losses.json, from which
 * the documents, the oracle and the property `spec` come.
 *
 * An {@link Expression} is in the language of oracle/formula.ts, of `x`, `y` or parameters by their
 * names. An {@link Interval} is two expressions of the parameters in brackets: `[0, maxValue)`,
 * a square one where the end belongs to it.
 */
export type Expression = string;
export type Interval = string;

/** The rules for a parameter. A value must keep all of them. */
export interface ParameterEntry {
  /** The text that editors show for the option. */
  readonly description: string;
  /** More about it, for the documents. */
  readonly note?: string;
  /** "Infinity" stands for that. */
  readonly default: number;
  /** The number that the default is the nearest float64 of, and which it is taken for: `1/6`. */
  readonly standsFor?: Expression;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maximum?: number;
  /** Whether it may be Infinity. */
  readonly infinite?: boolean;
  /** Whether it must be a whole number. */
  readonly whole?: boolean;
  /** The smallest magnitude besides 0. */
  readonly minimumMagnitude?: number;
  /** The smallest value for which the output tells the derivative. */
  readonly minimumFromOutput?: number;
  /** The magnitudes that the form in f32 lanes can hold. */
  readonly fastMagnitudes?: readonly number[];
  /** Whether an array with one for each channel will do as well. */
  readonly perChannel?: boolean;
  /** Values besides the default at which tests and proofs look. */
  readonly examples: readonly number[];
  /** The derivative of the value with respect to it. Absent: it is not to be learnt. */
  readonly gradient?: Expression;
}

export interface Formulas {
  readonly value: Expression;
  readonly derivative: Expression;
  readonly secondDerivative: Expression;
  readonly derivativeFromOutput?: Expression;
}

/** A place where the derivative jumps, or the value. */
export interface Kink {
  readonly at: Expression;
  /** The one-sided derivatives. */
  readonly left: Expression;
  readonly right: Expression;
  /** The derivatives that the function has at the kink itself. */
  readonly derivative: Expression;
  readonly secondDerivative: Expression;
  /** The limits of the value from the left and from the right, where it jumps. */
  readonly value?: readonly Expression[];
}

/** A zero of the value or a derivative; with `forEvery`, one for every integer of that name. */
export interface RootEntry {
  readonly of: "value" | "derivative" | "secondDerivative";
  readonly at: Expression;
  readonly forEvery?: string;
}

/** True: nowhere decreasing. False: nothing is said, as of a wave. */
export type Monotone = boolean | { readonly increasing?: readonly Interval[]; readonly decreasing?: readonly Interval[] };

/** All that can depend on the parameters by more than an expression. */
export interface Facts {
  readonly kinks: readonly Kink[];
  /** The limits at -Infinity and Infinity; NaN where there is none. */
  readonly limits: Readonly<Record<"value" | "derivative" | "secondDerivative", readonly Expression[]>>;
  /** The values that the function takes: the union of the intervals. */
  readonly range: readonly Interval[];
  readonly monotone: Monotone;
  readonly roots: readonly RootEntry[];
}

/**
 * A part of the formulas that is drawn in training, for each element. `u` is word i of the stream
 * of the seed, divided by 2^32, i the index of the element: word i mod 4 of the block of
 * Philox4x32-10 whose counter is floor(i/4) and whose key is the seed, both with the lower word
 * first. Each operation is rounded to float64.
 */
export interface RandomEntry {
  readonly insteadOf: Expression;
  /** The number that is drawn: an expression of the parameters, of `u`, and of `largest`. */
  readonly drawn: Expression;
  /** The bound that roundings may not pass, in words. */
  readonly largest: string;
}

/** Facts that differ under a condition of the parameters: the first case whose condition holds. */
export interface Case extends Partial<Omit<Facts, "limits">> {
  readonly when: Expression;
  readonly limits?: Partial<Facts["limits"]>;
}

/**
 * A name in another library: a text alone where it has no parameters and there is one function only
 * of that name.
 */
export type NameElsewhere = string | NameWithParameters;

export interface NameWithParameters {
  /**
   * One name, or several with the same parameters, each from below the library's root:
   * `nn.LeakyReLU`.
   */
  readonly name: string | readonly string[];
  /** Its parameters, in the order of the library, and which of ours they are. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Our parameters that have another default there. */
  readonly defaults?: Readonly<Record<string, number>>;
  /**
   * Whether it is called with these parameters: they have no default there, or without them the
   * name means another function.
   */
  readonly required?: true;
  /**
   * Its other parameters, with the values at which it is this function; null stands for one that is
   * left out, or is null itself.
   */
  readonly when?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
  /**
   * Parameters of it that say nothing about the function, such as the first values of a slope that
   * is learnt.
   */
  readonly ignored?: readonly string[];
}

/** Names elsewhere, by the library. */
export type NamesElsewhere = Readonly<Record<string, readonly NameElsewhere[]>>;

/** The groups of activations by their curves, in which documents list them. */
export type Family = "rectifier" | "smoothRectifier" | "sigmoid" | "line" | "shrinkage" | "other";

export interface ActivationEntry extends Omit<Facts, "kinks" | "roots"> {
  /** One sentence. */
  readonly title: string;
  /** More sentences, for the documents. */
  readonly summary?: string;
  readonly family: Family;
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  /** Comparisons of two parameters by `<`, `<=`, `>` or `>=`: `minValue < maxValue`. */
  readonly rules?: readonly Expression[];
  readonly formula: Formulas;
  /** Equal formulas in which nothing cancels or overflows, for an evaluation in floating point. */
  readonly stable?: Partial<Formulas>;
  readonly kinks?: readonly Kink[];
  readonly roots?: readonly RootEntry[];
  readonly cases?: readonly Case[];
  /** Derivatives that `backward` can take in the place of its own, by the option `surrogate`. */
  readonly surrogates?: Readonly<Record<string, Expression>>;
  /** The numbers that are drawn in training. */
  readonly random?: RandomEntry;
  /** Whether the derivatives are constants, of NaN too. */
  readonly constantDerivatives?: boolean;
  /** Whether f(0) is 0 and f(-0) is -0. Elsewhere either zero will do. */
  readonly zeroKeepsSign?: boolean;
  /** Forms that it does not have. */
  readonly without?: readonly ("kernel" | "fast")[];
  /** Another function that it is, at these parameters. */
  readonly preset?: { readonly of: string; readonly parameters: Readonly<Record<string, Expression>> };
  /** When it is used, and by which networks: one or two sentences. */
  readonly use: string;
  /** The paper: authors, year, title. */
  readonly source: string;
  readonly names: NamesElsewhere;
}

/**
 * A value times the activation of its gate, whose formulas and parameters it has; or a gated
 * function with its own.
 */
export interface GateEntry {
  readonly title: string;
  readonly summary?: string;
  readonly activation?: string;
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  readonly formula?: GateFormulas;
  /** Formulas of the names in these, and in no others of these names. */
  readonly definitions?: Readonly<Record<string, Expression>>;
  readonly source: string;
  readonly names: NamesElsewhere;
}

/** The function of `value` and `gate`, and the gradients of both from `dy`. */
export interface GateFormulas {
  readonly value: Expression;
  readonly backwardToValue: Expression;
  readonly backwardToGate: Expression;
}

/**
 * A function of rows: of the entries `x[i]` of a row, with `sum` and `max` over it, in which `x` is
 * each entry in turn. If the value has no `[i]` outside of these, a row becomes one number.
 */
export interface RowEntry {
  readonly title: string;
  readonly summary?: string;
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  readonly formula: { readonly value: Expression; readonly gradient: Expression };
  /** The names in a formula that it does not explain. */
  readonly legend?: { readonly value?: string; readonly gradient?: string };
  /** Formulas of these names; `argmax` is the index of the first of the largest. */
  readonly definitions?: Readonly<Record<string, Expression>>;
  /**
   * The power of which the results are, where their formula has a threshold `t` of the row; 0 where
   * they mark its largest entry.
   */
  readonly threshold?: number;
  /**
   * Equal formulas in which nothing cancels or overflows, of x alone, for an evaluation in floating
   * point.
   */
  readonly stable?: { readonly value?: Expression; readonly gradient?: Expression };
  /**
   * The results for a row without an entry above -Infinity; where the value is NaN, a call can
   * choose another.
   */
  readonly empty: { readonly value: Expression; readonly gradient?: Expression };
  /** The number of results of a row of `n` entries, where that is neither n nor 1. */
  readonly length?: Expression;
  readonly range: readonly Interval[];
  readonly without?: readonly ("kernel" | "fast" | "temperature")[];
  /**
   * Another function that it is: of other entries, to which a mask is added, or along this axis
   * alone. Entries may be made of `u`, the number that a {@link RandomEntry} has of an element.
   */
  readonly preset?: { readonly of: string; readonly x?: Expression; readonly axis?: number };
  readonly source: string;
  readonly names: NamesElsewhere;
}

/**
 * A function that makes another number of features: x and y, and of which of them several elements
 * belong to each of the other. These are entries of an array in the formulas, numbered by `i`.
 */
export interface FeatureEntry {
  readonly title: string;
  readonly summary?: string;
  readonly several: "x" | "y";
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  readonly formula: { readonly value: Expression; readonly gradient: Expression };
  /** The names in a formula that it does not explain. */
  readonly legend?: { readonly value?: string; readonly gradient?: string };
  readonly source: string;
  readonly names: NamesElsewhere;
}

export interface LossEntry {
  readonly title: string;
  readonly summary?: string;
  readonly formula: { readonly loss: Expression; readonly mean: Expression; readonly gradient: Expression };
  readonly source: string;
  readonly names: NamesElsewhere;
}

/** An elementary function, as the ECMAScript standard has it where it does. */
export interface MathEntry {
  readonly title: string;
  readonly summary?: string;
  /** The names of its arguments, where these are not x alone. */
  readonly arguments?: readonly [string, string];
  readonly formula: { readonly value: Expression; readonly derivative: Expression };
  /** Equal formulas in which nothing cancels, for an evaluation in floating point. */
  readonly stable?: Expression;
  /** The arguments whose results are numbers: the union of the intervals. */
  readonly domain: readonly Interval[];
  readonly range: readonly Interval[];
  readonly monotone: Monotone;
  /** Results that are not left to rounding, signs of zeros included, by the argument. */
  readonly special: Readonly<Record<string, Expression>>;
  readonly source: string;
}

export type Entries<Entry> = Readonly<Record<string, Entry>>;

/** The ends of an interval, and which of them belong to it. */
export interface Ends {
  readonly low: Expression;
  readonly high: Expression;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
}

export function readInterval(interval: Interval): Ends {
  const [, open, low, high, close] = /^([[(])(.+), ([^,]+)([\])])$/.exec(interval) ?? [];
  if (low === undefined || high === undefined) throw new SyntaxError(`${interval} is not an interval`);
  return { low, high, lowClosed: open === "[", highClosed: close === "]" };
}
