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
    if (!found) throw new Lacks(`hillock has no ${first}`);
    if (name === "hillock/fast" && found === libraries.hillock?.[first]) throw new Lacks("no faster form");
    return method ? (found[method] as Method) : found;
  };

  const inside = (numbers: Floats): Floats => {
    const view: Floats = hillock.alloc(
      arrayTypes[numbers instanceof Float32Array ? "float32" : "float64"] as Float32ArrayConstructor,
      numbers.length,
    );
    view.set(numbers);
    return view;
  };

  interface Way {
    readonly type: Type;
    readonly inputs: readonly Floats[];
    /** Of the results. */
    readonly lengths: readonly number[];
    /** Without arrays for the results: as new ones. */
    plain(inputs: readonly Floats[]): Result;
    into(outputs: readonly Floats[], inputs: readonly Floats[]): unknown;
    /** From what `into` returned, where that is more than the outputs. */
    results?(outputs: readonly Floats[], returned: unknown): Result;
    readonly others?: readonly Floats[];
  }

  function candidate({ type, inputs, lengths, plain, into, results = (outputs) => outputs, others = [] }: Way): Candidate {
    const kept = inputs.map(inside);
    const outputs = lengths.map((length) => inside(new arrayTypes[type](length)));
    return {
      endToEnd: { run: () => plain(inputs), read: () => plain(inputs) },
      resident: { run: () => into(outputs, kept), read: () => results(outputs, into(outputs, kept)).map((array) => array.slice()) },
      dispose() {
        for (const array of [...kept, ...outputs, ...others]) hillock.free(array as Float32Array);
      },
    };
  }

  function gated({ task, value, gate, dy }: GatedProblem): Candidate {
    const { type, name, length } = task;
    if (task.kind === "gated") {
      const f = exported(name);
      return candidate({
        type,
        inputs: [value, gate],
        lengths: [length],
        plain: ([v, g]) => [f(v, g) as Floats],
        into: ([out], [v, g]) => f(v, g, { out }),
      });
    }
    const f = exported(`${name}.backward`) as (...all: unknown[]) => { value: Floats; gate: Floats };
    return candidate({
      type,
      inputs: [dy, value, gate],
      lengths: [length, length],
      plain([d, v, g]) {
        const gradients = f(d, v, g);
        return [gradients.value, gradients.gate];
      },
      into: ([dValue, dGate], [d, v, g]) => f(d, v, g, { out: { value: dValue, gate: dGate } }),
    });
  }

  function rows({ task, x }: RowsProblem): Candidate {
    const f = exported(task.name);
    const options = { shape: [task.rows, task.columns] };
    return candidate({
      type: task.type,
      inputs: [x],
      lengths: [task.name === "logSumExp" ? task.rows : x.length],
      plain: ([a]) => [f(a, options) as Floats],
      into: ([out], [a]) => f(a, { ...options, out }),
    });
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
      plain([z, wanted = labels]) {
        const result = f(z, wanted, options);
        return [mean(result.mean), result.gradient];
      },
      into: ([losses, gradient], [z, wanted = labels]) => f(z, wanted, { ...options, out: { loss: losses, gradient } }),
      results: ([, gradient], returned) => [mean((returned as { mean: number }).mean), gradient as Floats],
    });
  }

  function layer({ task, x, weights, bias, dy }: DenseProblem): Candidate {
    const { type, name: activation, batch, inputs, outputs } = task;
    // Its kernels are the same in both; what may differ is the activation.
    if (name === "hillock/fast") exported(activation);
    const dense = library.dense as Function | undefined;
    if (!dense) throw new Lacks("hillock has no dense");
    const options = { inputs, outputs, activation: library[activation] };
    const [w, b] = [inside(weights), inside(bias)];
    if (task.kind === "dense") {
      return candidate({
        type,
        inputs: [x],
        lengths: [batch * outputs],
        plain: ([a]) => [dense(a, w, b, options) as Floats],
        into: ([out], [a]) => dense(a, w, b, { ...options, out }),
        others: [w, b],
      });
    }
    const backward = dense.backward as (...all: unknown[]) => { x: Floats; weights: Floats; bias: Floats };
    const behind = inside(dy);
    // The gradient of relu follows from its output, so that nothing else need be kept.
    const fromOutput = activation === "relu";
    return candidate({
      type,
      inputs: [x],
      lengths: [x.length, weights.length, bias.length, dy.length, dy.length],
      plain([a]) {
        const preactivation = fromOutput ? undefined : new arrayTypes[type](dy.length);
        const output = dense(a, w, b, fromOutput ? options : { ...options, preactivation });
        const gradients = backward(behind, a, w, fromOutput ? { ...options, output } : { ...options, preactivation });
        return [gradients.x, gradients.weights, gradients.bias];
      },
      into([dx, dw, db, preactivation, out], [a]) {
        dense(a, w, b, fromOutput ? { ...options, out } : { ...options, preactivation, out });
        const known = fromOutput ? { output: out } : { preactivation };
        backward(behind, a, w, { ...options, ...known, out: { x: dx, weights: dw, bias: db } });
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
      value({ task, x }) {
        const f = exported(task.name);
        const options = PARAMETERS[task.name];
        return candidate({
          type: task.type,
          inputs: [x],
          lengths: [x.length],
          plain: ([a]) => [f(a, options) as Floats],
          into: ([out], [a]) => f(a, { ...options, out }),
        });
      },
      backward({ task, dy, x }) {
        const f = exported(`${task.name}.backward`);
        const options = PARAMETERS[task.name];
        return candidate({
          type: task.type,
          inputs: [dy, x],
          lengths: [x.length],
          plain: ([d, a]) => [f(d, a, options) as Floats],
          into: ([out], [d, a]) => f(d, a, { ...options, out }),
        });
      },
      rows,
      gated,
      gatedBackward: gated,
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}
