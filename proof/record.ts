import type { ModuleIdentity } from "./modules.js";

/** What accuracy.json holds. */
export interface Accuracy {
  /** Activations by name, then `float32` with the engines `faithful` and `fast`, `float64` with `double`, then the build. */
  readonly activations: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, BuildRecord>>>>>>>>;
  /** Checksums of all results, 256 per function, for the functions covered fully: see certificate.ts. */
  readonly certificates: Readonly<Record<string, readonly string[]>>;
  /** What takes more than one element at a time, by name, then `faithful`, `fast`, `double`: of the simd build. */
  readonly shapes?: Readonly<Record<string, Readonly<Record<string, ShapeRecord>>>>;
}

/** What was measured of one function by random cases. */
export interface ShapeRecord extends ModuleIdentity {
  readonly measured: string;
  readonly methods: Readonly<Record<string, ShapeFigure>>;
}

export interface ShapeFigure {
  /** Largest error, compared with what is promised, in the unit of the trial: proof/shapes/trial.ts. */
  readonly error: number;
  /** Of what is promised. */
  readonly share: number;
  /** The case, and which of its results. */
  readonly witness: {
    readonly case: { readonly kind: string; readonly sizes: readonly number[]; readonly seed: number };
    readonly index: number;
    readonly got: string;
  };
  /** How many results were judged. */
  readonly results: number;
}

/** The methods measured. `pairValue` and `pairDerivative` are the halves of `valueAndDerivative`. */
export type Measured = "value" | "derivative" | "secondDerivative" | "pairValue" | "pairDerivative" | "backward" | "backwardFromOutput";

/** What was measured of one build of one kernel module: figures of another are stale. */
export interface BuildRecord extends ModuleIdentity, Partial<Readonly<Record<Measured, Figure>>> {
  /** Where and when, of the last of the figures. */
  readonly measured: string;
  /** Figures at other parameters, as `alpha=0.5`. */
  readonly otherParameters?: Readonly<Record<string, Partial<Readonly<Record<Measured, Figure>>>>>;
}

/** Every input; 2^-30 <= |x| < 2^9 and every 31st input elsewhere; random inputs of every binade; the same and a search for the worst. */
export type Coverage = "all" | "dense zone" | "sample" | "directed sampling";

export interface Figure {
  /** Largest error, in units in the last place of the exact value. */
  readonly ulp: number;
  readonly witness: Witness;
  /** How many results are not the exact value rounded, and which share that is. */
  readonly misrounded: number;
  readonly share: number;
  readonly covered: Coverage;
  readonly inputs: number;
  /** Beside a root of the function, where only the absolute error is bounded and `ulp` does not count: its largest. */
  readonly besideRoot?: Witness & { readonly absolute: number };
}

/** An input where the error is largest. The bits say the same as the numbers, for those who compare. */
export interface Witness {
  /** As the method takes them: x, or dy and x, or dy and y. */
  readonly inputs: readonly number[];
  readonly inputBits: readonly string[];
  readonly got: string;
  readonly wanted: string;
}
