import { describe, fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import type { Parameter } from "../call/parameters.js";
import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "./activation.js";
import type { Definition, Specified } from "./definition.js";
import type { Activation, ActivationFromOutput, OptionsNamed } from "./types.js";

type Scalar<Name extends string> = (x: number, parameters: { readonly [name in Name]: number }) => number;

/** A user's own activation, from functions of one number. */
export interface OwnDefinition<Name extends string> {
  /** The name that errors and `spec` show. */
  readonly name: string;
  /**
   * Parameters and their defaults. Any finite number is allowed for them; for less, give `{
   * default, minimum, ... }`. Default: none.
   */
  readonly parameters?: {
    readonly [name in Name]:
      | number
      | (Omit<Parameter, "examples" | "perChannel" | "fastMagnitudes" | "gradient"> & Partial<Pick<Parameter, "examples">>);
  };
  /** f(x) */
  readonly value: Scalar<Name>;
  /** f'(x) */
  readonly derivative: Scalar<Name>;
  /** f''(x). Default: none, and no method of that name. */
  readonly secondDerivative?: Scalar<Name>;
  /** f'(x) from y = f(x). Default: none, and no `backwardFromOutput`. */
  readonly derivativeFromOutput?: Scalar<Name>;
}

const FUNCTIONS = ["value", "derivative", "secondDerivative", "derivativeFromOutput"] as const;
const REQUIRED: readonly string[] = ["value", "derivative"];
const RULES: readonly (keyof Parameter)[] = [
  "default",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "infinite",
  "minimumMagnitude",
  "lessThan",
  "atMost",
  "minimumFromOutput",
  "examples",
];

/**
 * An activation of your own, from functions of one number. It takes numbers and arrays, options and
 * errors like hillock's own, at the speed of plain JavaScript. `secondDerivative` and
 * `backwardFromOutput` exist if their functions are given.
 *
 * @throws TypeError HILLOCK_TYPE for a missing or wrong part, HILLOCK_OPTION for an unknown one.
 *
 * @example
 * import { defineActivation } from "hillock";
 * const cube = defineActivation({ name: "cube", value: (x) => x ** 3, derivative: (x) => 3 * x ** 2 });
 * [...cube(Float32Array.of(1, 2))]; // => [1, 8]
 * cube.derivative(2); // => 12
 */
export function defineActivation<const Name extends string = never>(
  definition: OwnDefinition<Name> & { readonly derivativeFromOutput: Scalar<Name> },
): ActivationFromOutput<OptionsNamed<Name>>;
export function defineActivation<const Name extends string = never>(definition: OwnDefinition<Name>): Activation<OptionsNamed<Name>>;
export function defineActivation<const Name extends string = never>(definition: OwnDefinition<Name>): Activation<OptionsNamed<Name>> {
  const where = "defineActivation";
  const given = readOptions(where, definition, ["name", "parameters", ...FUNCTIONS], "definition");
  const { name, parameters = {} } = given as unknown as OwnDefinition<string>;
  if (typeof name !== "string" || name === "") fail("HILLOCK_TYPE", where, `name is ${describe(name)}, expected a text`);
  const functions: { [key: string]: unknown } = {};
  for (const key of FUNCTIONS) {
    const value = given[key];
    if (value === undefined && !REQUIRED.includes(key)) continue;
    if (typeof value !== "function") fail("HILLOCK_TYPE", where, `${key} is ${describe(value)}, expected a function of one number`);
    functions[key] = value;
  }
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    fail("HILLOCK_TYPE", where, `parameters is ${describe(parameters)}, expected an object`);
  const checked: { [key: string]: Parameter } = {};
  for (const [key, value] of Object.entries(parameters)) {
    const parameter = typeof value === "number" ? { default: value } : value;
    if (typeof parameter !== "object" || parameter === null)
      fail("HILLOCK_TYPE", where, `parameters.${key} is ${describe(value)}, expected its default`);
    if (key === "out") fail("HILLOCK_TYPE", where, "parameters.out is not possible: out is where results go");
    checked[key] = readRules(where, key, parameter);
  }
  const set = new ParameterSet(checked);
  set.read(where, { ...set.defaults.byName }, { byName: {}, forKernel: [] });
  const unknown = "defined by its user";
  const specification: Specified = {
    name,
    formula: { value: unknown, derivative: unknown, secondDerivative: unknown },
    places: { kinks: [], slopes: [] },
    range: unknown,
    limits: { value: [unknown, unknown], derivative: [unknown, unknown] },
  };
  const own = { specification, parameters: set, ...functions } as unknown as Definition<never>;
  return createActivation<object>(own) as Activation<OptionsNamed<Name>>;
}

/** The rules for a parameter: those that are given, each read once. */
function readRules(where: string, key: string, parameter: object): Parameter {
  const rules = readOptions(where, parameter, RULES, `parameters.${key}`);
  const given = RULES.map((rule) => [rule, rules[rule]] as const).filter(([, value]) => value !== undefined);
  const read = { examples: [], ...Object.fromEntries(given) } as unknown as Parameter;
  if (typeof read.default !== "number") fail("HILLOCK_TYPE", where, `parameters.${key} is ${describe(parameter)}, expected its default`);
  return read;
}
