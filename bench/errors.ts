/**
 * The worst error of every contestant on numbers of several kinds: on ordinary ones most loops are
 * good.
 */
import { info } from "hillock";
import { formats, fromBits, ulpExponent } from "../oracle/formats.js";
import type { Reference } from "../oracle/oracle.js";
import { type Recipe, type Results, withContestants } from "./case.js";
import { elementwiseCase } from "./cases/elementwise.js";
import { apart } from "./cases/gated.js";
import { mathCase } from "./cases/math.js";
import { lossRecipe, rowRecipe } from "./cases/rowwise.js";
import { numeral } from "./format.js";
import { parametersOf } from "./hillock.js";
import { targetsOf } from "./loops/rowwise.js";
import { type Method, methods } from "./loops/written.js";
import { arrayTypes, type Floats, labels, normal, type Type, uniform } from "./numbers.js";
import { evenly } from "./options.js";
import { recordedError } from "./recorded.js";
import type { ContestantName, ErrorRow, Key, Part, Witness, Worst } from "./results.js";

/** Rows by their length, where functions of rows are judged. */
export const WIDE = [64, 1000] as const;
const [ROWS, N] = WIDE;
const COUNT = ROWS * N;

/** One entry of each row is 0, the others lie 40 to 60 below. */
function ahead(): Floats {
  const x = uniform(COUNT, -60, -40);
  for (let row = 0; row < ROWS; row++) x[row * N + ((row * 37) % N)] = 0;
  return x;
}

export type Make = (count: number) => Floats;

const GATES: { readonly [numbers: string]: Make } = {
  "normal, sigma 2": (count) => normal("float32", count, 0),
  "within 100": (count) => uniform(count, -100, 100),
};
const LOGITS = { ...GATES, "within 10000": (count: number) => uniform(count, -1e4, 1e4), "one 40 ahead": ahead };

/** The errors of a function; of an elementwise one, those of some methods. */
export async function errorsOf(part: Part, name: string, types: readonly Type[], wanted: readonly Method[] = methods): Promise<ErrorRow[]> {
  if (part === "elementwise") {
    const all = types.flatMap((type) => wanted.map((method) => elementwiseErrors(name, method, type)));
    return (await Promise.all(all)).filter(({ ulps }) => Object.keys(ulps).length > 0);
  }
  if (part === "math") return Promise.all(types.map((type) => mathErrors(name, type)));
  const kinds = Object.entries(part === "gated" ? GATES : LOGITS);
  const rows = kinds.map(async ([numbers, make]) => {
    const found = wideRecipe(part, name, make);
    if (!found) return [];
    const { recipe, method } = found;
    const [expected] = recipe.expected ?? [];
    if (!expected) return [];
    const judge: Judge = (_, results) => worstError("float32", results[expected.name] as ArrayLike<number>, expected.values);
    return [await judged({ part, name, method, form: "", type: "float32", numbers }, recipe, judge)];
  });
  return (await Promise.all(rows)).flat();
}

/**
 * The recipe of a function on wide rows of the numbers that `make` makes, and the result that is
 * judged. Of a loss it is the loss alone: libraries divide the gradients of a mean in different
 * ways.
 */
export function wideRecipe(part: Part, name: string, make: Make): { readonly recipe: Recipe; readonly method: string } | undefined {
  const x = make(COUNT);
  const key: Key = { part, name, method: "value", form: "", type: "float32", shape: WIDE, drawn: false };
  if (part === "rowwise") return { recipe: rowRecipe(key, false, { x }), method: "value" };
  if (part === "gated") return { recipe: apart(key, x), method: "value" };
  const [targets] = part === "losses" ? targetsOf(name) : [];
  if (targets === undefined || targets === "distributions") return undefined;
  return { recipe: lossRecipe({ ...key, method: "lossAndGradient" }, targets, { x, labels: labelsOf(x) }), method: "loss" };
}

/**
 * The labels of rows: in every other row the largest entry, as a network that has learnt has it.
 */
function labelsOf(x: Floats): Int32Array {
  return labels(ROWS, N).map((label, row) => {
    const entries = Array.from(x.subarray(row * N, (row + 1) * N));
    return row % 2 === 0 ? entries.indexOf(Math.max(...entries)) : label;
  });
}

/** The number of results of an elementary function that are judged. */
const MATH = 1024;

/** The errors of an elementary function: of hillock as recorded, of the host's on the spot. */
async function mathErrors(name: string, type: Type): Promise<ErrorRow> {
  const { ElementaryReference } = await import("../oracle/elementary.js");
  const reference = new ElementaryReference(name);
  const key = { part: "math", name, method: "value", form: "", type, numbers: "normal, sigma 2" } as const;
  const recipe = await mathCase(name, type, MATH).recipe();
  const inputs = Object.values(recipe.inputs);
  return judged(key, recipe, (contestant, { value = [] }) => {
    if (contestant === "memory") return recordedError(`math.${name}`, "value", type, contestant);
    const results = Array.from(value, (got, i) => {
      const at = inputs.map((array) => array[i] as number);
      return { at, got, ...reference.judge(formats[type], at, got) };
    });
    const { ulp, at, got, rounded } = results.reduce((worst, one) => (one.ulp > worst.ulp ? one : worst));
    const [witness = "", gotten, wanted] = [at.map((x) => numeral(x, type)).join(", "), numeral(got, type), numeral(rounded, type)];
    return { ulp: Number.isFinite(ulp) ? ulp : null, at: witness, got: gotten, wanted, coverage: `${results.length} results` };
  });
}

type Judge = (contestant: ContestantName, results: Results) => Worst | undefined;

/**
 * The errors of an activation: of hillock as recorded, of loops on a sample, on the spot. A pair
 * has the errors of its halves, a gradient those of its factors.
 */
async function elementwiseErrors(name: string, method: Method, type: Type): Promise<ErrorRow> {
  const { Reference, specification } = await import("../oracle/oracle.js");
  const key = { part: "elementwise", name, method, form: "", type, numbers: "finite" } as const;
  if (!specification[name]) return { ...key, ulps: {} };
  const reference = new Reference(name, method === "valueAndDerivative" ? "value" : method, parametersOf(name));
  const x = sample(type);
  const recipe = await elementwiseCase({ name, method, type, size: x.length, data: { description: "", take: sample } }).recipe();
  return judged(key, recipe, (contestant, results) => {
    const own = contestant === "memory" || contestant === "fast";
    const known = own && info().backend !== "js" ? recordedError(name, method, type, contestant) : undefined;
    if (known || method === "valueAndDerivative" || method === "backward") return known;
    return worstOfFunction(reference, type, x, results[method] as Floats);
  });
}

/** Arrays in memory are computed as ordinary ones are, and a copy loop computes nothing. */
async function judged(key: Omit<ErrorRow, "ulps" | "witnesses">, recipe: Recipe, judge: Judge): Promise<ErrorRow> {
  const contestants = recipe.contestants.filter(({ name }) => name !== "staged" && name !== "copy");
  return withContestants(key.type, { ...recipe, contestants }, async (all) => {
    const [ulps, witnesses]: [{ [name: string]: number | null }, { [name: string]: Witness }] = [{}, {}];
    for (const { name, compute } of all) {
      const worst = judge(name, await compute());
      if (!worst) continue;
      const { ulp, ...witness } = worst;
      ulps[name] = ulp;
      witnesses[name] = witness;
    }
    return { ...key, ulps, witnesses };
  });
}

/** Units in the last place of the right result, at any magnitude. */
function distance(type: Type, got: number, right: number): number {
  return Math.abs(got - right) / 2 ** ulpExponent(formats[type], Math.floor(Math.log2(Math.abs(right) || Number.MIN_VALUE)));
}

/**
 * The largest error, in units in the last place of the right result, from a magnitude on; null
 * where it is no number at all.
 */
export function worstError(type: Type, results: ArrayLike<number>, wanted: ArrayLike<number>, smallest = 0): Worst {
  const error = (i: number) => {
    const [got, right] = [results[i] as number, wanted[i] as number];
    if (!Number.isFinite(got) && !Number.isNaN(right)) return got === Math.fround(right) ? 0 : Number.POSITIVE_INFINITY;
    if (Math.abs(right) < smallest) return 0;
    return distance(type, got, right);
  };
  let [at, largest] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const ulp = error(i);
    if (ulp > largest) [at, largest] = [i, ulp];
  }
  return {
    ulp: Number.isFinite(largest) ? largest : null,
    got: numeral(results[at] as number, type),
    wanted: numeral(wanted[at] as number, type),
    coverage: `${wanted.length} results`,
  };
}

/**
 * Half of the sample lies evenly in the bit patterns of all finite numbers, a quarter evenly in
 * [-20, 20], a quarter in the tails.
 */
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
 * The number of results judged exactly, of those that seem worst in double precision, and again of
 * the others, over which they are spread.
 */
const JUDGED = 250;

function worstOfFunction(reference: Reference, type: Type, x: Floats, y: Floats): Worst {
  const [values, errors] = [new Float64Array(x.length), new Float64Array(x.length)];
  reference.evaluate(x.length, [x], values, errors);
  const format = formats[type];
  const found = (i: number, ulp: number | null, wanted: number, count: number): Worst => ({
    ulp,
    at: numeral(x[i] as number, type),
    got: numeral(y[i] as number, type),
    wanted: numeral(wanted, type),
    coverage: `${count} of ${x.length} finite inputs, sampled`,
  });
  const nearest = arrayTypes[type].from(values);
  const judge = (i: number) => reference.judge(format, [x[i] as number], y[i] as number);
  // An infinity is right where the result is too large for the type.
  const broken = y.findIndex((value, i) => !Number.isFinite(value) && value !== nearest[i] && judge(i).ulp !== 0);
  if (broken >= 0) return found(broken, null, values[broken] as number, x.length);
  const seems = Array.from(values, (value, i) => {
    const error = Number.isFinite(y[i] as number) ? distance(type, y[i] as number, value) : 0;
    return { i, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error };
  }).sort((a, b) => b.error - a.error);
  const chosen = [...seems.slice(0, JUDGED), ...evenly(seems.slice(JUDGED), JUDGED)];
  const judged = chosen.map(({ i }) => ({ i, ...judge(i) }));
  const finite = judged.filter((one) => Number.isFinite(one.rounded));
  const { i, ulp, rounded } = finite.reduce((worst, one) => (one.ulp > worst.ulp ? one : worst));
  return found(i, ulp, rounded, chosen.length);
}
