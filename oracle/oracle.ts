/**
 * The exact results of an activation: the specification, evaluated by nothing that hillock computes
 * with.
 *
 * Its text is evaluated as it stands, in double precision (double.ts), and in MPFR (mpfr.ts)
 * wherever the bound of the error that double.ts keeps is not good enough; what is next to the
 * middle of two results is tried in twofold arithmetic first (nearTies.ts). Where an entry has a
 * formula in which nothing cancels, that one is taken.
 */
import entries from "../specification/activations.json" with { type: "json" };
import { readEntries } from "../specification/read.js";
import type { ActivationEntry, Case, Entries, Facts, Formulas } from "../specification/schema.js";
import { compileDouble, type DoubleLoop } from "./double.js";
import { Exact, exactly, type Judgement, verdict } from "./exact.js";
import { type Format, float64 } from "./formats.js";
import { parse } from "./formula.js";
import { NearTies } from "./nearTies.js";

export const specification: Entries<ActivationEntry> = readEntries(entries);

/** The formulas of an activation as the oracle evaluates them. */
export function formulasOf(name: string): Formulas {
  const entry = specification[name];
  if (!entry) throw new Error(`no specification of ${name}: add it to specification/activations.json`);
  return { ...entry.formula, ...entry.stable };
}

/**
 * A formula with the numbers that defaults stand for, where the parameters have these: 1/6 in the
 * place of the nearest float64, and of alpha*x the exact x*1/6.
 */
export function withStandIns(formula: string, { parameters = {} }: ActivationEntry, values: ParameterValues): string {
  return Object.entries(parameters).reduce((text, [name, { default: usual, standsFor }]) => {
    if (!standsFor || values[name] !== usual) return text;
    const products = new RegExp(`\\b${name}\\*(\\w+)`, "g");
    return text.replaceAll(products, `($1*${standsFor})`).replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${standsFor})`);
  }, formula);
}

/**
 * The facts at these parameters: those of the first case whose condition holds, else the general
 * ones.
 */
export function factsAt(entry: ActivationEntry, parameters: ParameterValues): Facts {
  const holds = ({ when }: Case) => exactly(`where(${when}, 1, 0)`).round(float64, parameters) === 1;
  const { limits, ...facts }: Partial<Case> = entry.cases?.find(holds) ?? {};
  return { kinks: [], roots: [], ...entry, ...facts, limits: { ...entry.limits, ...limits } };
}

/**
 * `backward` is dy f'(x), `backwardFromOutput` dy f'(x) with f'(x) from an output taken as exact.
 */
export type Method = "value" | "derivative" | "secondDerivative" | "backward" | "backwardFromOutput";
export type ParameterValues = Readonly<Record<string, number>>;
type FloatArray = Float32Array | Float64Array;

/** One function of an activation, at one choice of parameters. */
export class Reference {
  /** The variables, in the order in which the method takes their arrays. */
  readonly variables: readonly string[];
  private readonly loop: DoubleLoop;
  private readonly nearTies: NearTies;
  private readonly exact: Exact;
  private readonly limits: readonly Exact[];
  private readonly zeroKeepsSign: boolean;
  private readonly isConstant: boolean;

  constructor(
    name: string,
    readonly method: Method,
    private readonly parameters: ParameterValues,
  ) {
    const entry = specification[name] as ActivationEntry;
    const formula = formulaOf(formulasOf(name), method);
    if (!formula) throw new Error(`${name} has no ${method}`);
    const withNumbers = (expression: string) => withStandIns(expression, entry, parameters);
    const times = (factor: string) => withNumbers(method.startsWith("backward") ? `dy*(${factor})` : factor);
    this.variables = method === "backward" ? ["dy", "x"] : method === "backwardFromOutput" ? ["dy", "y"] : ["x"];
    const term = parse(times(formula));
    this.loop = compileDouble(term, this.variables, Object.keys(entry.parameters ?? {}));
    this.nearTies = new NearTies(term, this.variables, parameters);
    this.exact = new Exact(term);
    const limits = method === "backwardFromOutput" ? [] : factsAt(entry, parameters).limits[method === "backward" ? "derivative" : method];
    this.limits = limits.map((limit) => new Exact(parse(times(limit))));
    this.isConstant = method !== "value" && entry.constantDerivatives === true;
    this.zeroKeepsSign = method === "value" && entry.zeroKeepsSign === true;
  }

  /**
   * Values in double precision and bounds of their errors. The bound is no number where only
   * `judge` can tell.
   */
  evaluate(count: number, inputs: readonly FloatArray[], values: Float64Array, errors: Float64Array): void {
    this.loop(count, inputs, this.parameters, values, errors);
    if (!this.zeroKeepsSign) return;
    const x = inputs[0] as FloatArray;
    for (let i = x.indexOf(0); i >= 0 && i < count; i = x.indexOf(0, i + 1)) errors[i] = Number.NaN;
  }

  /**
   * The same as `judge` of a result in single precision next to the middle of two; undefined
   * elsewhere, and where only `judge` can tell.
   */
  judgeNearTie(inputs: readonly number[], result: number, perUlp: number): Judgement | undefined {
    return this.nearTies.judge(inputs, result, perUlp);
  }

  /** The distance of `result` from the exact value at `inputs`, and the right result. */
  judge(format: Format, inputs: readonly number[], result: number): Judgement {
    if (inputs.slice(0, this.isConstant ? -1 : undefined).some(Number.isNaN)) return verdict(Number.isNaN(result), Number.NaN);
    const x = inputs.at(-1) as number;
    if (x === 0 && this.zeroKeepsSign) return verdict(Object.is(result, x), x);
    const bindings: Record<string, number> = { ...this.parameters };
    for (const [k, name] of this.variables.entries()) bindings[name] = inputs[k] as number;
    const limit = Number.isFinite(x) ? undefined : this.limits[x < 0 ? 0 : 1];
    return (limit ?? this.exact).judge(format, bindings, result);
  }
}

function formulaOf(formulas: Formulas, method: Method): string | undefined {
  if (method === "backward") return formulas.derivative;
  return method === "backwardFromOutput" ? formulas.derivativeFromOutput : formulas[method];
}
