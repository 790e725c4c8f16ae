/**
 * numpy-ts: NumPy's functions on WebAssembly. It has no activations and no gradients, so these are written with its functions, as people
 * do in NumPy; without an error function, gelu is the approximation by tanh. Every intermediate array is freed at once, as its
 * documentation advises for loops.
 */
import type { Numbers } from "../../numbers.js";
import type { Peer } from "../peer.js";
import type { Problem } from "../tasks.js";
import { importPackage, tensorCandidate, type Untyped } from "./load.js";
import { gradientsOf, type Keep, valuesOf } from "./numpyFormulas.js";

type Compute = (inputs: readonly Untyped[], $: Keep) => readonly Untyped[];

export async function create(): Promise<Peer> {
  const np = await importPackage("numpy-ts");
  const [values, gradients] = [valuesOf(np), gradientsOf(np)];
  const gateOf = (name: string) => (name === "swiglu" ? "silu" : "gelu");
  /** By far the fastest of its ways to take a typed array: 0.2 ns per element, and 6 by `array`. */
  const upload = ({ buffer, length, byteOffset, BYTES_PER_ELEMENT: bytes }: Numbers) =>
    np.frombuffer(buffer, bytes === 4 ? "float32" : "float64", length, byteOffset);

  function candidate(fill: () => Untyped[], f: Compute, others: readonly Untyped[] = []) {
    const free = (array: Untyped) => typeof array === "object" && array.dispose();
    return tensorCandidate({
      upload: fill,
      compute(...inputs) {
        const intermediate: Untyped[] = [];
        const results = f(inputs, (array) => {
          intermediate.push(array);
          return array;
        });
        intermediate.forEach(free);
        return results;
      },
      // `data` is a view of its memory, which is about to be freed.
      read: (result) => (typeof result === "number" ? Float64Array.of(result) : result.data.slice()),
      free,
      others,
    });
  }

  function rows({ task, x }: Problem) {
    return candidate(
      () => [upload(x).reshape(task.rows, task.columns)],
      ([a], $) => {
        const most = $(a.max(1, true));
        const shifted = $(a.subtract(most));
        const exponentials = $(np.exp(shifted));
        const sums = $(exponentials.sum(1, true));
        if (task.name === "softmax") return [exponentials.divide(sums)];
        const logarithms = $(np.log(sums));
        return [task.name === "logSoftmax" ? shifted.subtract(logarithms) : logarithms.add(most)];
      },
    );
  }

  /** With the labels as rows of zeros with a one, which NumPy code makes once for a data set. */
  function loss({ task, x, labels, targets }: Problem) {
    if (task.name === "sigmoidBinaryCrossEntropy") {
      return candidate(
        () => [upload(x), upload(targets)],
        ([z, t], $) => {
          const losses = $($(np.logaddexp(z, 0)).subtract($(z.multiply(t))));
          return [losses.mean(), $($(values.sigmoid(z, $)).subtract(t)).divide(x.length)];
        },
      );
    }
    const wanted = x.slice().fill(0);
    for (const [row, label] of labels.entries()) wanted[row * task.columns + label] = 1;
    const shape = [task.rows, task.columns];
    return candidate(
      () => [upload(x).reshape(...shape), upload(wanted).reshape(...shape)],
      ([z, t], $) => {
        const shifted = $(z.subtract($(z.max(1, true))));
        const exponentials = $(np.exp(shifted));
        const sums = $(exponentials.sum(1, true));
        const right = $($(shifted.multiply(t)).sum(1, true));
        const losses = $($(np.log(sums)).subtract(right));
        return [losses.mean(), $($(exponentials.divide(sums)).subtract(t)).divide(task.rows)];
      },
    );
  }

  function layer({ task, x, weights, bias, dy }: Problem) {
    const { kind, name, batch, inputs, outputs } = task;
    const w = upload(weights).reshape(inputs, outputs);
    const b = upload(bias);
    const behind = kind === "dense" ? undefined : upload(dy).reshape(batch, outputs);
    return candidate(
      () => [upload(x).reshape(batch, inputs)],
      ([a], $) => {
        const z = $($(a.matmul(w)).add(b));
        const y = values[name](z, $);
        if (!behind) return [y];
        $(y);
        const dz = $(gradients[name](behind, z, $));
        return [dz.matmul($(w.transpose())), $(a.transpose()).matmul(dz), dz.sum(0)];
      },
      behind ? [w, b, behind] : [w, b],
    );
  }

  return {
    name: "numpy-ts",
    version: np.__version__,
    threads: 1,
    role: "peer",
    types: ["float32", "float64"],
    note: "gelu by tanh; its package.json asks for Node 22, it works on 20",
    can: {
      value: ({ task, x }) =>
        candidate(
          () => [upload(x)],
          ([a], $) => [values[task.name](a, $)],
        ),
      backward: ({ task, dy, x }) =>
        candidate(
          () => [upload(x), upload(dy)],
          ([a, d], $) => [gradients[task.name](d, a, $)],
        ),
      rows,
      gated: ({ task, value, gate }) =>
        candidate(
          () => [upload(value), upload(gate)],
          ([v, g], $) => [$(values[gateOf(task.name)](g, $)).multiply(v)],
        ),
      gatedBackward: ({ task, value, gate, dy }) =>
        candidate(
          () => [upload(value), upload(gate), upload(dy)],
          ([v, g, d], $) => [$(values[gateOf(task.name)](g, $)).multiply(d), gradients[gateOf(task.name)]($(v.multiply(d)), g, $)],
        ),
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}
