/**
 * numpy-ts: NumPy's functions on WebAssembly. It has no activations and no gradients, so these are
 * written with its functions, as people do in NumPy; without an error function, gelu is the
 * approximation by tanh. Every intermediate array is freed at once, as its documentation advises
 * for loops.
 */
import type { Numbers } from "../../numbers.js";
import { type Candidate, type Peer, USUAL } from "../peer.js";
import { ACTIVATIONS } from "../plan.js";
import { GATES, type Problem } from "../tasks.js";
import { compose, gradientOf, type Keep, type Operations, operationsOf } from "./compose.js";
import { importPackage, type Untyped } from "./load.js";
import { DERIVATIVES, VALUES } from "./numpyFormulas.js";
import { canWith } from "./tensors.js";

export async function create(): Promise<Peer> {
  const np = await importPackage("numpy-ts");
  const operations = operationsIn(np);
  const each = (formulaOf: (name: string) => string | undefined): { readonly [name: string]: Untyped } =>
    Object.fromEntries(ACTIVATIONS.map((name) => [name, compose(name, operations, formulaOf(name))]));
  const values: Untyped = { ...each((name) => VALUES[name]), binaryStep: ({ x }: Untyped) => np.heaviside(x, 0) };
  const gradients = each((name) => gradientOf(name, DERIVATIVES[name]));
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
      return [each.mean(), $($(operations.sigmoid(z)).subtract(t)).divide(z.size)];
    },
  };
  const forward = ($: Keep, name: string, a: Untyped, w: Untyped, b: Untyped) => {
    const z = $($(a.matmul(w)).add(b));
    return { z, y: values[name]({ x: z }, $) };
  };
  const can = canWith({
    /** Takes a typed array by far the fastest way: `array` takes many times as long. */
    tensor({ buffer, length, byteOffset, BYTES_PER_ELEMENT: bytes }, shape) {
      const array = np.frombuffer(buffer, bytes === 4 ? "float32" : "float64", length, byteOffset);
      return shape.length > 1 ? array.reshape(...shape) : array;
    },
    // `data` is a view of its memory, which is about to be freed.
    read: (result) => (typeof result === "number" ? Float64Array.of(result) : result.data.slice()),
    free,
    functions: {
      value: ({ name }) => freeing(($, x) => values[name]({ x }, $)),
      backward: ({ name }) => freeing(($, x, dy) => gradients[name]({ x, dy }, $)),
      rows: ({ name }) => freeing(rowwise[name] as Untyped),
      gated: ({ name }) => freeing(($, v, g) => $(values[GATES[name] as string]({ x: g }, $)).multiply(v)),
      gatedBackward({ name }) {
        const gate = GATES[name] as string;
        const behind = ($: Keep, x: Untyped, dy: Untyped) => gradients[gate]({ x, dy }, $);
        return freeing(($, v, g, dy) => [$(values[gate]({ x: g }, $)).multiply(dy), behind($, g, $(v.multiply(dy)))]);
      },
      loss: ({ name }) => freeing(losses[name] as Untyped),
      dense: ({ name }) => freeing(($, a, w, b) => forward($, name, a, w, b).y),
      denseBackward: ({ name }) =>
        freeing(($, a, w, b, dy) => {
          const { z, y } = forward($, name, a, w, b);
          $(y);
          const dz = $(gradients[name]({ x: z, dy }, $));
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

/** Its functions take a number only as their last operand, and `where` takes it for float64. */
function operationsIn(np: Untyped): Operations {
  const isNumber = (operand: Untyped) => typeof operand === "number";
  const freed = (array: Untyped, f: (array: Untyped) => Untyped) => {
    const result = f(array);
    array.dispose();
    return result;
  };
  const turned: { readonly [name: string]: (number: number, array: Untyped) => Untyped } = {
    subtract: (number, array) => freed(np.negative(array), (negative) => negative.add(number)),
    divide: (number, array) => (number === 1 ? np.reciprocal(array) : freed(np.reciprocal(array), (one) => one.multiply(number))),
  };
  const numbers = new Map<string, Untyped>();
  const arrayOf = (number: number, type: string) => {
    const id = `${number} ${type}`;
    if (!numbers.has(id)) numbers.set(id, np.array(number, type));
    return numbers.get(id);
  };
  const call = (name: string, operands: readonly Untyped[]) => {
    const [first, second] = operands;
    return isNumber(first) ? (turned[name]?.(first, second) ?? np[name](second, first)) : np[name](...operands);
  };
  return {
    ...operationsOf(0, call),
    sigmoid: (x) => freed(np.negative(x), (negative) => freed(np.exp(negative), (e) => freed(e.add(1), np.reciprocal))),
    softplus: (x) => np.logaddexp(x, 0),
    where(condition, ...branches) {
      const type = branches.find((branch) => !isNumber(branch)).dtype;
      return np.where(condition, ...branches.map((branch) => (isNumber(branch) ? arrayOf(branch, type) : branch)));
    },
  };
}

/** The labels as rows of zeros with a one, which NumPy code makes once for a data set. */
function ones({ task, x, targets }: Problem): Numbers {
  if (task.name !== "softmaxCrossEntropy") return targets;
  const wanted = x.slice().fill(0);
  for (const [row, label] of targets.entries()) wanted[row * (task.shape[1] as number) + label] = 1;
  return wanted;
}
