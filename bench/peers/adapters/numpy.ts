/**
 * numpy-ts: NumPy's functions on WebAssembly. It has no activations and no gradients, so these are written with its functions, as people
 * do in NumPy; without an error function, gelu is the approximation by tanh. Every intermediate array is freed at once, as its
 * documentation advises for loops.
 */
import type { Numbers } from "../../numbers.js";
import { type Candidate, type Peer, USUAL } from "../peer.js";
import { GATES, type Problem } from "../tasks.js";
import { importPackage, type Untyped } from "./load.js";
import { gradientsOf, type Keep, valuesOf } from "./numpyFormulas.js";
import { canWith } from "./tensors.js";

export async function create(): Promise<Peer> {
  const np = await importPackage("numpy-ts");
  const [values, gradients] = [valuesOf(np), gradientsOf(np)];
  const free = (array: Untyped) => typeof array === "object" && array.dispose();
  const freeing =
    (f: ($: Keep, ...arrays: Untyped[]) => Untyped) =>
    (...arrays: Untyped[]) => {
      const intermediate: Untyped[] = [];
      const keep = (array: Untyped) => {
        intermediate.push(array);
        return array;
      };
      const results = f(keep, ...arrays);
      intermediate.forEach(free);
      return results;
    };

  /** Rows less their largest entries, these, the exponentials, and their sums. */
  const shift = ($: Keep, a: Untyped) => {
    const most = $(a.max(1, true));
    const shifted = $(a.subtract(most));
    const exponentials = $(np.exp(shifted));
    return { most, shifted, exponentials, sums: $(exponentials.sum(1, true)) };
  };
  const rowwise: { readonly [name: string]: ($: Keep, a: Untyped) => Untyped } = {
    softmax($, a) {
      const { exponentials, sums } = shift($, a);
      return exponentials.divide(sums);
    },
    logSoftmax($, a) {
      const { shifted, sums } = shift($, a);
      return shifted.subtract($(np.log(sums)));
    },
    logSumExp($, a) {
      const { most, sums } = shift($, a);
      return $(np.log(sums)).add(most);
    },
  };
  const losses: { readonly [name: string]: ($: Keep, z: Untyped, t: Untyped) => Untyped[] } = {
    softmaxCrossEntropy($, z, t) {
      const { shifted, exponentials, sums } = shift($, z);
      const right = $($(shifted.multiply(t)).sum(1, true));
      const each = $($(np.log(sums)).subtract(right));
      return [each.mean(), $($(exponentials.divide(sums)).subtract(t)).divide(z.shape[0])];
    },
    sigmoidBinaryCrossEntropy($, z, t) {
      const each = $($(np.logaddexp(z, 0)).subtract($(z.multiply(t))));
      return [each.mean(), $($(values.sigmoid(z, $)).subtract(t)).divide(z.size)];
    },
  };
  const forward = ($: Keep, name: string, a: Untyped, w: Untyped, b: Untyped) => {
    const z = $($(a.matmul(w)).add(b));
    return { z, y: values[name](z, $) };
  };
  const can = canWith({
    /** By far the fastest of its ways to take a typed array: 0.2 ns per element, and 6 by `array`. */
    tensor({ buffer, length, byteOffset, BYTES_PER_ELEMENT: bytes }, shape) {
      const array = np.frombuffer(buffer, bytes === 4 ? "float32" : "float64", length, byteOffset);
      return shape.length > 1 ? array.reshape(...shape) : array;
    },
    // `data` is a view of its memory, which is about to be freed.
    read: (result) => (typeof result === "number" ? Float64Array.of(result) : result.data.slice()),
    free,
    functions: {
      value: ({ name }) => freeing(($, x) => values[name](x, $)),
      backward: ({ name }) => freeing(($, x, dy) => gradients[name](dy, x, $)),
      rows: ({ name }) => freeing(rowwise[name] as Untyped),
      gated: ({ name }) => freeing(($, v, g) => $(values[GATES[name] as string](g, $)).multiply(v)),
      gatedBackward({ name }) {
        const gate = GATES[name] as string;
        return freeing(($, v, g, dy) => [$(values[gate](g, $)).multiply(dy), gradients[gate]($(v.multiply(dy)), g, $)]);
      },
      loss: ({ name }) => freeing(losses[name] as Untyped),
      dense: ({ name }) => freeing(($, a, w, b) => forward($, name, a, w, b).y),
      denseBackward: ({ name }) =>
        freeing(($, a, w, b, dy) => {
          const { z, y } = forward($, name, a, w, b);
          $(y);
          const dz = $(gradients[name](dy, z, $));
          return [dz.matmul($(w.transpose())), $(a.transpose()).matmul(dz), dz.sum(0)];
        }),
    },
  });
  return {
    ...USUAL,
    name: "numpy-ts",
    version: np.__version__,
    note: "gelu by tanh; its package.json asks for Node 22, it works on 20",
    can: { ...can, loss: (problem) => can.loss?.({ ...problem, targets: ones(problem) }) as Candidate },
  };
}

/** The labels as rows of zeros with a one, which NumPy code makes once for a data set. */
function ones({ task, x, targets }: Problem): Numbers {
  if (task.name !== "softmaxCrossEntropy") return targets;
  const wanted = x.slice().fill(0);
  for (const [row, label] of targets.entries()) wanted[row * (task.shape[1] as number) + label] = 1;
  return wanted;
}
