/**
 * hillock, as it was built. End to end: ordinary arrays in, no `out`; resident: arrays from `alloc` in and out. Weights and bias are in
 * its memory for both, as with the other peers. It is imported by path: this folder is another package, which cannot import it by name.
 */

import * as fast from "../../../dist/fast.js";
import * as hillock from "../../../dist/index.js";
import { environment } from "../../environment.js";
import { arrayTypes, type Floats, type Type } from "../../loops.js";
import { type Candidate, Lacks, type Peer, type Result } from "../peer.js";
import { PARAMETERS } from "../plan.js";
import type { DenseProblem, GatedProblem, LossProblem, RowsProblem } from "../problems.js";

type Options = { readonly [option: string]: unknown };

/** Whatever is exported, called with arrays and one object of options. */
type Method = (...all: unknown[]) => unknown;
type Function = Method & { readonly [method: string]: Method | undefined };

type Library = { readonly [name: string]: unknown };

/** For the largest problem of the plan, with its results, several times over. */
const ROOM = 192 * 1024 * 1024;

const libraries = { hillock, "hillock/fast": fast } as unknown as { readonly [name: string]: Library };

export async function create(name: "hillock" | "hillock/fast"): Promise<Peer> {
  const library = libraries[name] as Library;
  hillock.reserve(ROOM);

  /** A function, or a method as in `gelu.backward`. */
  const exported = (path: string): Method => {
    const [first, method] = path.split(".") as [string, string?];
    const found = library[first] as Function | undefined;
    if (name === "hillock/fast" && (!found || found === libraries.hillock?.[first])) throw new Lacks("no faster form");
    if (!found) throw new Lacks(`hillock has no ${first}`);
    return method ? (found[method] as Method) : found;
  };

  /** With the parameters of the plan, where they are not the usual ones. */
  const activation = (path: string): Function => {
    const found = exported(path) as Function & {
      readonly spec: { readonly parameters: { readonly [name: string]: { readonly default: unknown } } };
    };
    const parameters = Object.entries(PARAMETERS[path] ?? {}).filter(([key, value]) => found.spec.parameters[key]?.default !== value);
    return parameters.length > 0 ? ((found.with as Method)(Object.fromEntries(parameters)) as Function) : found;
  };

  const inside = (numbers: Floats): Floats => {
    const view: Floats = hillock.alloc(
      arrayTypes[numbers instanceof Float32Array ? "float32" : "float64"] as Float32ArrayConstructor,
      numbers.length,
    );
    view.set(numbers);
    return view;
  };

  /** Calls with everything prepared but the call itself, as in a loop of a program. */
  interface Way {
    readonly type: Type;
    readonly inputs: readonly Floats[];
    /** Of the results. */
    readonly lengths: readonly number[];
    /** Without arrays for the results: as new ones. */
    plain(inputs: readonly Floats[]): () => Result;
    into(outputs: readonly Floats[], inputs: readonly Floats[]): () => unknown;
    /** From what `into` returned, where that is more than the outputs. */
    results?(outputs: readonly Floats[], returned: unknown): Result;
    readonly others?: readonly Floats[];
  }

  function candidate({ type, inputs, lengths, plain, into, results = (outputs) => outputs, others = [] }: Way): Candidate {
    const kept = inputs.map(inside);
    const outputs = lengths.map((length) => inside(new arrayTypes[type](length)));
    const endToEnd = plain(inputs);
    const resident = into(outputs, kept);
    return {
      endToEnd: { run: endToEnd, read: endToEnd },
      resident: { run: resident, read: () => results(outputs, resident()).map((array) => array.slice()) },
      dispose() {
        for (const array of [...kept, ...outputs, ...others]) hillock.free(array as Float32Array);
      },
    };
  }

  /** One array from some, with options. */
  function one(f: Method, type: Type, inputs: readonly Floats[], length: number, options: Options = {}): Candidate {
    const call = (all: readonly Floats[], given: Options): (() => Floats) => {
      const [a, b] = all;
      return b ? () => f(a, b, given) as Floats : () => f(a, given) as Floats;
    };
    return candidate({
      type,
      inputs,
      lengths: [length],
      plain(all) {
        const run = call(all, options);
        return () => [run()];
      },
      into: ([out], all) => call(all, { ...options, out }),
    });
  }

  function gated({ task, value, gate, dy }: GatedProblem): Candidate {
    const { type, name, length } = task;
    if (task.kind === "gated") return one(exported(name), type, [value, gate], length);
    const f = exported(`${name}.backward`) as (...all: unknown[]) => { value: Floats; gate: Floats };
    return candidate({
      type,
      inputs: [dy, value, gate],
      lengths: [length, length],
      plain: ([d, v, g]) => {
        return () => {
          const gradients = f(d, v, g);
          return [gradients.value, gradients.gate];
        };
      },
      into([dValue, dGate], [d, v, g]) {
        const options = { out: { value: dValue, gate: dGate } };
        return () => f(d, v, g, options);
      },
    });
  }

  function rows({ task, x }: RowsProblem): Candidate {
    const length = task.name === "logSumExp" ? task.rows : x.length;
    return one(exported(task.name), task.type, [x], length, { shape: [task.rows, task.columns] });
  }

  function loss({ task, x, labels, targets }: LossProblem): Candidate {
    const { type, name, rows, columns } = task;
    const f = exported(name) as (...all: unknown[]) => { mean: number; gradient: Floats };
    const ofRows = name === "softmaxCrossEntropy";
    const options: Options = ofRows ? { shape: [rows, columns] } : {};
    const mean = (value: number) => arrayTypes[type].of(value);
    return candidate({
      type,
      inputs: ofRows ? [x] : [x, targets],
      lengths: [ofRows ? rows : x.length, x.length],
      plain: ([z, wanted = labels]) => {
        return () => {
          const result = f(z, wanted, options);
          return [mean(result.mean), result.gradient];
        };
      },
      into([losses, gradient], [z, wanted = labels]) {
        const given = { ...options, out: { loss: losses, gradient } };
        return () => f(z, wanted, given);
      },
      results: ([, gradient], returned) => [mean((returned as { mean: number }).mean), gradient as Floats],
    });
  }

  function layer({ task, x, weights, bias, dy }: DenseProblem): Candidate {
    const { type, name: activation, batch, inputs, outputs } = task;
    // Its kernels are the same in both; what may differ is the activation.
    if (name === "hillock/fast") exported(activation);
    const { dense } = hillock as unknown as { readonly dense: Function };
    const shape = { inputs, outputs, activation: library[activation] };
    const [w, b] = [inside(weights), inside(bias)];
    if (task.kind === "dense") {
      const product: Method = (a, options) => dense(a, w, b, options);
      const { dispose, ...calls } = one(product, type, [x], batch * outputs, shape);
      return {
        ...calls,
        dispose() {
          dispose?.();
          for (const array of [w, b]) hillock.free(array as Float32Array);
        },
      };
    }
    const backward = dense.backward as (...all: unknown[]) => { x: Floats; weights: Floats; bias: Floats };
    const behind = inside(dy);
    // The gradient of relu follows from its output, so that nothing else need be kept.
    const fromOutput = activation === "relu";
    return candidate({
      type,
      inputs: [x],
      lengths: [x.length, weights.length, bias.length, dy.length, dy.length],
      plain: ([a]) => {
        return () => {
          const preactivation = fromOutput ? undefined : new arrayTypes[type](dy.length);
          const output = dense(a, w, b, preactivation ? { ...shape, preactivation } : shape);
          const gradients = backward(behind, a, w, preactivation ? { ...shape, preactivation } : { ...shape, output });
          return [gradients.x, gradients.weights, gradients.bias];
        };
      },
      into([dx, dw, db, preactivation, out], [a]) {
        const forward = fromOutput ? { ...shape, out } : { ...shape, preactivation, out };
        const known = fromOutput ? { output: out } : { preactivation };
        const gradients = { ...shape, ...known, out: { x: dx, weights: dw, bias: db } };
        return () => {
          dense(a, w, b, forward);
          backward(behind, a, w, gradients);
        };
      },
      results: (all) => all.slice(0, 3),
      others: [w, b, behind],
    });
  }

  return {
    name,
    version: environment().hillock,
    threads: 1,
    role: "hillock",
    types: name === "hillock" ? ["float32", "float64"] : ["float32"],
    note: `backend ${hillock.info().backend}`,
    can: {
      value: ({ task, x }) => one(activation(task.name), task.type, [x], x.length),
      backward: ({ task, dy, x }) => one(activation(task.name).backward as Method, task.type, [dy, x], x.length),
      rows,
      gated,
      gatedBackward: gated,
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}
