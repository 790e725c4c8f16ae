import { readOptions, readOptionsOfNumber } from "../call/options.js";
import { NO_PARAMETERS } from "../call/parameters.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { ONE_TO_ONE, overArrays } from "./activation.js";
import { INTERNALS, Internals, type Rebuild } from "./internals.js";
import { outOfLine } from "./outOfLine.js";
import { deepFreeze, publish } from "./publish.js";
import type { NoParameters, Unary } from "./types.js";

/** The facts about an elementary function, frozen. */
export interface ElementarySpecification {
  readonly name: string;
  readonly formula: { readonly value: string; readonly derivative: string };
  /** The arguments whose results are numbers, and these, in interval notation. */
  readonly domain: string;
  readonly range: string;
  /** Largest errors promised, in units in the last place. */
  readonly bounds: ElementaryBounds;
}

export interface ElementaryBounds {
  readonly float32: number;
  readonly float64: number;
}

/** A function of one number, and the kernels with the same bits. */
export interface ElementaryPart {
  value(x: number): number;
  readonly kernels: Kernels;
}

/** An elementary function in one place: what it is, what computes it, and how exactly. */
export interface ElementaryDefinition {
  readonly specification: Omit<ElementarySpecification, "bounds">;
  readonly bounds: ElementaryBounds;
  readonly value: ElementaryPart;
  /** Its derivative, where that is an elementary function too. */
  readonly derivative?: ElementaryPart;
}

/** An elementary function of numbers and arrays: the same bits in every engine. */
export interface Elementary extends Unary<NoParameters> {
  readonly name: string;
  readonly spec: ElementarySpecification;
}

/** An elementary function whose derivative is one too. */
export interface Differentiable extends Elementary {
  /** f'(x) */
  readonly derivative: Unary<NoParameters>;
}

/** The elementary function of a definition, on the default runtime. */
export function createElementary(definition: ElementaryDefinition & { readonly derivative: ElementaryPart }): Differentiable;
export function createElementary(definition: ElementaryDefinition): Elementary;
export function createElementary(definition: ElementaryDefinition): Elementary {
  return build(definition, defaultRuntime);
}

const OPTIONS = ["out"];

function build(definition: ElementaryDefinition, runtime: () => Runtime): Elementary {
  const { specification, bounds, value, derivative } = definition;
  const { name } = specification;
  const unary = (where: string, part: ElementaryPart) => {
    const f = part.value;
    const run = overArrays(where, "value", ONE_TO_ONE, part, runtime, ([{ array: x }, { array: y }], n) => {
      for (let i = 0; i < n; i++) y[i] = f(x[i]);
    });
    const ofOthers = outOfLine((x: unknown, options: unknown) => {
      if (typeof x === "number") {
        readOptionsOfNumber(where, options, OPTIONS);
        return f(x);
      }
      const out = options === undefined ? undefined : readOptions(where, options, OPTIONS).out;
      return run([x, out], NO_PARAMETERS)[1].array;
    });
    return (x: unknown, options?: unknown) => (typeof x === "number" && options === undefined ? f(x) : ofOthers(x, options));
  };
  const rebuild: Rebuild = (_, elsewhere) => build(definition, elsewhere);
  const { kernels } = value;
  const loaded = derivative ? { ...kernels, gradients32: derivative.kernels.float32, gradients64: derivative.kernels.float64 } : kernels;
  const own = { derivative: derivative && unary(`${name}.derivative`, derivative) };
  const inner = { spec: deepFreeze({ ...specification, bounds }), [INTERNALS]: new Internals(loaded, runtime, rebuild) };
  return publish(unary(name, value), name, own, inner) as Elementary;
}
