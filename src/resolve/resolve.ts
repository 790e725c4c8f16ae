import * as activations from "../activations/index.js";
import { describe, fail } from "../call/errors.js";
import { NONE, readOptions } from "../call/options.js";
import type { Gated } from "../functions/gated/types.js";
import type { GumbelSoftmax, LogSumExp, Softmax, Softmax2d } from "../functions/rows/types.js";
import type { Activation } from "../functions/types.js";
import * as gates from "../gated/index.js";
import * as rows from "../rowwise/index.js";
import { type Framework, frameworks } from "./frameworks.js";
import { meaningsOf, nearest } from "./lookup.js";
import { type Match, match, refuseOptions } from "./match.js";
import type { Meaning } from "./meaning.js";
import { readForm } from "./read.js";

/** Any function that has names elsewhere. */
export type Resolvable = Activation<never> | Softmax | Softmax2d | GumbelSoftmax | LogSumExp | Gated<never>;

type RowsAndGates = typeof rows & typeof gates;

export interface ResolveOptions {
  /**
   * The framework that the name is of. Default: any, if all that know the name mean the same
   * function by it.
   */
  readonly framework?: Framework | undefined;
}

interface Resolve {
  <Name extends keyof RowsAndGates>(name: Name, options?: ResolveOptions): RowsAndGates[Name];
  <F extends Resolvable = Activation>(name: string | object, options?: ResolveOptions): F;
}

/** A function as `resolve` deals with it. */
interface Found {
  readonly spec: { readonly parameters: { readonly [name: string]: { readonly default: number } } };
  with(parameters: object): Found;
}

const functions = (): Readonly<Record<string, Found>> => ({ ...activations, ...rows, ...gates }) as never;

/**
 * The function of a name, or of a serialised form, in PyTorch, Keras, JAX, ONNX, TensorFlow.js or
 * Hugging Face's Transformers, with the defaults that it has there; hillock's own names too.
 *
 * A name may be qualified (`torch.nn.GELU`, `F.gelu`, `jax.nn.gelu`) and have arguments, as PyTorch
 * prints a module: `LeakyReLU(negative_slope=0.2)`. An object is a config of Keras 2, Keras 3 or
 * TensorFlow.js (`class_name`, `config`), a node of ONNX (`op_type`, and `attribute` or
 * `attributes`), or a model's configuration with `hidden_act`. Where the parameters are hillock's
 * defaults, it is the very function that hillock exports; else the same `with` them.
 *
 * Some names mean one function here and another there: `gelu` is exact in PyTorch and an
 * approximation in JAX, the slope of `leaky_relu` 0.01, 0.2 or 0.3. Without `framework` they are an
 * error that names them all. What a form says and hillock has no equivalent for is an error too;
 * whether it works in place, and what only concerns the training of a layer, is not.
 *
 * The type is Activation. Of a row or a gate, say which: `resolve<Softmax>("nn.Softmax(dim=-1)")`;
 * of hillock's own names of rows and gates it is known.
 *
 * @throws RangeError if no function has that name (HILLOCK_NAME), with those that look like it, or
 * a parameter is out of its range; Error if several have (HILLOCK_NAME); TypeError if the name is
 * of another kind, or an option is unknown, in the form or besides.
 *
 * @example
 * import { resolve } from "hillock/resolve";
 * const f = resolve("LeakyReLU(negative_slope=0.2)", { framework: "pytorch" });
 * f(-1); // => -0.2
 * resolve({ op_type: "LeakyRelu", attributes: { alpha: 0.5 } })(-1); // => -0.5
 * resolve("relu").name; // => "relu"
 */
export const resolve = ((name: unknown, options: unknown = NONE): Found => {
  const { framework } = readOptions("resolve", options, ["framework"]);
  const form = readForm(name);
  const asked = framework === undefined ? form.frameworks : [readFramework(framework, form.frameworks)];
  const known = functions();
  const own = ownMeanings(known);
  const meant = asked.map((framework) => ({ framework, meanings: meaningsOf(form.name, framework, own) }));
  const all = meant.flatMap(({ meanings }) => meanings);
  if (all.length === 0) refuseName(form.name, asked, own);
  const candidates = new Map<string, { readonly match: Match; readonly frameworks: Framework[] }>();
  for (const { framework, meanings } of meant) {
    const found = match(form, meanings);
    if (found === undefined) continue;
    const parameters = differences(known[found.of] as Found, found.parameters);
    const text = textOf({ ...found, parameters });
    const same = candidates.get(text);
    if (same) same.frameworks.push(framework);
    else candidates.set(text, { match: { of: found.of, parameters }, frameworks: [framework] });
  }
  if (candidates.size > 1) refuseAmbiguous(form.name, candidates);
  const [candidate] = candidates.values();
  if (candidate === undefined) return refuseOptions(form, all);
  const { of, parameters } = candidate.match;
  const f = known[of] as Found;
  return Object.keys(parameters).length > 0 ? f.with(parameters) : f;
}) as unknown as Resolve;

/** The framework that a caller asks for, if it has such forms. */
function readFramework(framework: unknown, possible: readonly Framework[]): Framework {
  if (possible.includes(framework as Framework)) return framework as Framework;
  const form = possible.length < frameworks.length ? ", whose form this is" : "";
  const expected = `expected ${possible.length > 1 ? "one of " : ""}${possible.join(", ")}${form}`;
  return fail("HILLOCK_OPTION", "resolve", `framework is ${describe(framework)}, ${expected}`);
}

/** The meanings of hillock's own names. */
function ownMeanings(known: Readonly<Record<string, Found>>): readonly Meaning[] {
  return Object.entries(known).map(([name, { spec }]) => ({
    library: "hillock",
    names: [name],
    of: name,
    parameters: Object.fromEntries(Object.keys(spec.parameters).map((parameter) => [parameter, parameter])),
  }));
}

/** The parameters that are not the defaults of a function. The axis of rows is the last. */
function differences({ spec }: Found, parameters: Match["parameters"]): Match["parameters"] {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => value !== (name === "axis" ? -1 : spec.parameters[name]?.default)),
  );
}

function textOf({ of, parameters }: Match): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${describe(value)}`);
  return values.length > 0 ? `${of} with ${values.sort().join(" and ")}` : of;
}

function refuseName(name: string, asked: readonly Framework[], own: readonly Meaning[]): never {
  const where = asked.length < frameworks.length ? ` in ${asked.join(", ")}` : "";
  const looks = nearest(name, asked, own).join(", ");
  fail("HILLOCK_NAME", "resolve", `unknown name ${describe(name)}${where}, expected one such as ${looks}`);
}

function refuseAmbiguous(name: string, candidates: ReadonlyMap<string, { readonly frameworks: readonly Framework[] }>): never {
  const texts = Array.from(candidates, ([text, { frameworks }]) => `${text} (${frameworks.join(", ")})`);
  const [first] = candidates.values();
  const example = `such as { framework: ${describe(first?.frameworks[0])} }`;
  fail("HILLOCK_NAME", "resolve", `${describe(name)} is ${texts.join(" or ")}, expected a framework, ${example}`, Error);
}
