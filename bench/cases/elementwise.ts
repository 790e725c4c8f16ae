/** Cases of the elementwise functions. */
import { type Arrays, type Case, caseOf, type Entrant, type Expected, entrant, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { spots } from "../check.js";
import type { Callable } from "../hillock.js";
import type { AnyLoop } from "../loops/compile.js";
import { compileCopyLoop } from "../loops/copy.js";
import { elementwiseLoop } from "../loops/elementwise.js";
import { alternatives, has, type Method, type Written, writtenFor } from "../loops/written.js";
import { type Data, type Floats, normalData, type Type } from "../numbers.js";
import { evaluate, type Kind } from "../reference.js";
import { BESIDE } from "../results.js";

export interface Elementwise {
  readonly name: string;
  readonly method: Method;
  readonly type: Type;
  readonly size: number;
  readonly data: Data;
  readonly drawn?: boolean | undefined;
  /** Also with a new array for every result. */
  readonly allocating?: boolean;
  /** Who takes part, if not everybody. */
  readonly only?: readonly string[];
  /** The numbers are others than those of the run. */
  readonly beside?: boolean;
  /**
   * Parameters in place of the usual ones; other libraries are held against loops that are careful
   * by hand.
   */
  readonly parameters?: object | undefined;
  readonly gradients?: Data | undefined;
  readonly careful?: boolean;
}

const GRADIENT_SEED = 2;
/** The activation that is held against a copy loop: it does little else. */
const NEXT_TO_COPY = "relu";

const gradients = normalData(GRADIENT_SEED);
const taken = new WeakMap<Data, Map<string, Floats>>();
const loops = new Map<string, AnyLoop>();

export function elementwiseCase(wanted: Elementwise): Case {
  const { name, method, type, size, drawn = false, beside = false } = wanted;
  return caseOf({ part: "elementwise", name, method, form: beside ? BESIDE : "", type, shape: [size], drawn }, () => recipe(wanted));
}

function recipe(wanted: Elementwise): Recipe {
  const { name, method, type, size, data, allocating, only, parameters } = wanted;
  const [x, dy] = [take(data, type, size), take(wanted.gradients ?? gradients, type, size)];
  const inputs: Arrays = method === "backward" ? { dy, x } : { x };
  const isValue = method === "value";
  const form = (f: Callable) => (parameters ? (f.with as (parameters: object) => Callable)(parameters) : f);
  const kernels = kernelsOf({ part: "elementwise", name, method, type }, {}, form);
  const copies = name === NEXT_TO_COPY && isValue && type === "float32" && !only;
  const takesPart = ({ name: contestant }: Entrant) => (only ? only.includes(contestant) : isValue || contestant !== "staged");
  const contestants = [
    ...loopsOf(wanted),
    ...hillockOf(kernels),
    ...(allocating ? [entrant("allocating", "ordinary", kernels.usual, true)] : []),
    ...(copies ? [copying] : []),
  ];
  return {
    inputs,
    outputs: method === "valueAndDerivative" ? { value: size, derivative: size } : { [method]: size },
    contestants: contestants.filter(takesPart),
    kernels,
    expected: expected(name, method, inputs, parameters),
  };
}

/** The loops of a function: as people write it, in other forms in use, and by somebody careful. */
function loopsOf({ name, method, type, parameters, careful }: Elementwise): Entrant[] {
  const entered = (contestant: string, written: Written) => {
    const id = JSON.stringify([contestant, name, method, type, parameters, careful]);
    if (!loops.has(id) && has(written, method)) loops.set(id, elementwiseLoop(name, written, method, parameters));
    return loop(contestant, loops.get(id));
  };
  const others = method === "value" ? Object.entries(alternatives[name] ?? {}) : [];
  return [
    ...entered("naive", writtenFor(name, "naive")),
    ...others.flatMap(([form, written]) => entered(`naive, ${form}`, written)),
    ...entered("stable", writtenFor(name, careful ? "careful" : "stable")),
  ];
}

/** A copy loop over the same numbers, compiled where it takes part. */
const copying: Entrant = { name: "copy", where: "ordinary", prepare: ({ x }) => ({ run: compileCopyLoop()(x as Floats) }) };

/** Results by the oracle, at the inputs that are finite: its double precision tells no limits. */
export function expected(name: string, method: Method, inputs: Arrays, parameters?: object): Expected[] | undefined {
  const at = spots((inputs.x as Floats).length).filter((i) => Object.values(inputs).every((numbers) => Number.isFinite(numbers[i])));
  const picked = Object.values(inputs).map((numbers) => Float64Array.from(at, (i) => numbers[i] as number));
  const kinds: readonly Kind[] = method === "valueAndDerivative" ? ["value", "derivative"] : [method];
  return kinds.flatMap((kind) => {
    const values = evaluate(name, kind, picked, parameters);
    const known = at.map((i, k) => [i, values?.[k] ?? Number.NaN] as const).filter(([, value]) => !Number.isNaN(value));
    return values ? [{ name: kind, at: known.map(([i]) => i), values: known.map(([, value]) => value), scale: 1 }] : [];
  });
}

function take(data: Data, type: Type, size: number): Floats {
  const known = taken.get(data) ?? new Map<string, Floats>();
  taken.set(data, known);
  const id = `${type} ${size}`;
  const numbers = known.get(id) ?? data.take(type, size);
  known.set(id, numbers);
  return numbers;
}
