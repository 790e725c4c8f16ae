/** The functions that bench times, each with the loop that most people would write beside it. */
import { alloc } from "hillock";
import { UsageError } from "../bench/command.js";
import { type ArrayFunction, type Contestant, entriesIn, gateOf, rowsOf, wholeRows } from "../bench/contestants.js";
import { parametersOf } from "../bench/hillock.js";
import { type AnyLoop, compile } from "../bench/loops/compile.js";
import { featureLoop, resultsOf } from "../bench/loops/features.js";
import { productTexts, weightIn } from "../bench/loops/layers.js";
import { mathLoop, mathNumbers, takesTwo } from "../bench/loops/math.js";
import { lossLoop, rowLoop, targetsOf } from "../bench/loops/rowwise.js";
import { bodyOf, erf, writtenFor } from "../bench/loops/written.js";
import { labels, normal, probabilities } from "../bench/numbers.js";
import type { Elementwise } from "../bench/sideBySide.js";
import gates from "../specification/gates.json" with { type: "json" };
import type { Found } from "./functions.js";

type Floats = Float32Array | Float64Array;

/** A contestant, and whether its errors are told in units in the last place of each result. */
export interface Timed extends Contestant {
  readonly inUlp: boolean;
}

const KINDS: { readonly [kind: string]: (name: string, f: ArrayFunction) => Contestant } = {
  activations: (name, f) => ({ name, f: f as unknown as Elementwise, loop: activationLoop(name) }),
  rows: ofRows,
  gates: ofGate,
  features: ofFeatures,
  losses: ofLoss,
  layers: ofLayer,
  "hillock/math": ofMath,
};

/** Refuses a function of which no loop computes the same. */
export function contestantOf({ name, kind, f }: Found): Timed {
  const contestant = KINDS[kind]?.(name, f as ArrayFunction);
  // Sums of products have errors of their own measure.
  return { ...(contestant as Contestant), inUlp: kind !== "layers" };
}

/** The loop as most people write it. */
function activationLoop(name: string): Contestant["loop"] {
  const [before, expression] = bodyOf(writtenFor(name, "naive").value);
  const parameters = Object.entries(parametersOf(name)).map(([key, value]) => `const ${key} = ${value};`);
  const scope = { erf, erfc: (v: number) => 1 - erf(v) };
  const body = `${parameters.join(" ")} for (let i = 0; i < x.length; i++) { const v = x[i]; ${before} y[i] = ${expression}; }`;
  return compile("x, y", body, scope);
}

function ofRows(name: string, f: ArrayFunction): Contestant {
  if (name === "gumbelSoftmax") return refuse(name, "it draws numbers, and no loop draws the same");
  const { axis } = (f as unknown as { readonly spec: { readonly axis?: number } }).spec;
  // Of an axis that is fixed, the others around it are 1.
  const place = (rows: number, n: number) => ({ shape: axis ? [rows, n, 1, 1] : [rows, n] });
  const whole = rowsOf(name, f, rowLoop(name, "naive", "value") as AnyLoop, place);
  const isSingle = f(new Float64Array(4), place(2, 2)).length === 2;
  return isSingle ? { ...whole, f: padded(whole.f) } : whole;
}

/** A function with one result to a row, as if there were as many as numbers: the others are 0. */
function padded(f: Elementwise): Elementwise {
  const short = f as unknown as (x: Floats, options?: { readonly out: Floats }) => Floats;
  return ((x: Floats, options?: { readonly out: Floats }) => {
    const rows = x.length / entriesIn(x.length);
    if (options) return short(x, { out: options.out.subarray(0, rows) });
    const results = new Float64Array(x.length);
    results.set(short(x));
    return results;
  }) as unknown as Elementwise;
}

function ofGate(name: string, f: ArrayFunction): Contestant {
  const { activation } = (gates as { readonly [name: string]: { readonly activation?: string } })[name] ?? {};
  return activation === undefined ? refuse(name, "it is no activation times a value") : gateOf(name, f, activationLoop(activation));
}

/** A function of features, whose results are as many as its numbers or fewer. */
function ofFeatures(name: string, f: ArrayFunction): Contestant {
  const times = resultsOf(name);
  const loop = featureLoop(name, "value") as AnyLoop;
  // Of numbers that become twice as many, half are taken.
  const taken = <X extends Floats>(x: X) => x.subarray(0, Math.floor(x.length / Math.max(1, times) / 2) * 2) as X;
  const written = (x: Floats, out: Floats) => out.subarray(0, taken(x).length * times);
  const shaped = (x: Floats) => ({ shape: [1, taken(x).length] });
  const call = (x: Floats, options?: { readonly out: Floats }) => {
    if (options) return f(taken(x), { ...shaped(x), out: written(x, options.out) });
    const results = new Float64Array(x.length);
    results.set(f(taken(x), shaped(x)));
    return results;
  };
  return { name, f: call as unknown as Elementwise, loop: (x, y) => loop(taken(x), written(x, y), 1, taken(x).length) };
}

/** A loss: its gradient, which comes with it. */
function ofLoss(name: string, f: ArrayFunction): Contestant {
  const [targets = ""] = targetsOf(name);
  const loop = lossLoop(name, "naive", targets) as AnyLoop;
  const known = new Map<number, { readonly wanted: ArrayLike<number>; readonly loss: Float32Array; readonly plain: Float32Array }>();
  const given = (length: number) => {
    const [rows, n] = [length / entriesIn(length), entriesIn(length)];
    const losses = targets === "elements" ? length : rows;
    const found = known.get(length) ?? {
      wanted: targets === "elements" ? probabilities("float32", length) : labels(rows, n),
      loss: alloc(Float32Array, losses),
      plain: new Float32Array(losses),
    };
    known.set(length, found);
    return { ...found, rows, n, options: targets === "elements" ? {} : { shape: [rows, n] } };
  };
  const call = (x: Floats, options?: { readonly out: Floats }) => {
    const { wanted, loss, options: shape } = given(x.length);
    const targetsFor = targets === "elements" && x instanceof Float64Array ? Float64Array.from(wanted) : wanted;
    const out = options && { out: { loss, gradient: options.out } };
    return (f(x, targetsFor, { ...shape, ...out }) as unknown as { readonly gradient: Floats }).gradient;
  };
  return {
    name,
    f: call as unknown as Elementwise,
    loop(x, y) {
      const { wanted, plain, rows, n } = given(x.length);
      loop(x, wanted, plain, y, rows, n);
    },
    numbers: wholeRows,
  };
}

/** A layer with as many outputs as inputs. */
function ofLayer(name: string, f: ArrayFunction): Contestant {
  const sides = new Map<number, { readonly float32: readonly Float32Array[]; readonly float64: readonly Float64Array[] }>();
  const weightsOf = (n: number) => {
    const made = () => {
      const [weights, bias] = [normal("float32", n * n, 1, 0.5 / Math.sqrt(n)), normal("float32", n, 2)];
      // They stay from call to call, so they are in hillock's memory.
      const float32 = [weights, bias].map((array) => {
        const own = alloc(Float32Array, array.length);
        own.set(array);
        return own;
      });
      return { float32, float64: [weights, bias].map((array) => Float64Array.from(array)) };
    };
    const found = sides.get(n) ?? made();
    sides.set(n, found);
    return found;
  };
  const text = productTexts.straight.forward.replaceAll("WEIGHT", weightIn("inputsOutputs"));
  const loop = compile("x, weights, bias, out, { batch, inputs, outputs }", text);
  return {
    name,
    f: ((x: Floats, options?: object) => {
      const n = entriesIn(x.length);
      const [weights, bias] = weightsOf(n)[x instanceof Float32Array ? "float32" : "float64"];
      return f(x, weights, bias, { inputs: n, outputs: n, ...options });
    }) as unknown as Elementwise,
    loop(x, y) {
      const n = entriesIn(x.length);
      const [weights, bias] = weightsOf(n).float32;
      loop(x, weights, bias, y, { batch: x.length / n, inputs: n, outputs: n });
    },
    numbers: wholeRows,
  };
}

/** A function of hillock/math; where it takes two numbers, these are the same. */
function ofMath(name: string, f: ArrayFunction): Contestant {
  const loop = mathLoop(name);
  const both = takesTwo(name);
  return {
    name: `math.${name}`,
    f: (both ? (x: Floats, options?: object) => f(x, x, options) : f) as unknown as Elementwise,
    loop: both ? (x, y) => loop(x, x, y) : loop,
    numbers: (x) => mathNumbers(name, "float32", x.length) as Float32Array,
  };
}

function refuse(name: string, reason: string): never {
  throw new UsageError(`bench has no loop to hold ${name} against: ${reason}`);
}
