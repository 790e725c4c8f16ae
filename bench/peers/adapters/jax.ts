/**
 * jax-js on its wasm backend, every function under `jit`, gradients by its own differentiation.
 *
 * Its arrays are consumed by what they are passed to, and `ref` keeps one for another use. It works
 * with threads where globalThis.Worker exists, which Node does not have: one thread.
 */
import { Lacks, type Peer, USUAL } from "../peer.js";
import { ACTIVATIONS } from "../plan.js";
import { GATES, type Task } from "../tasks.js";
import { compose, namesIn, operationsOf } from "./compose.js";
import { importPackage, type Untyped, versionOf } from "./load.js";
import { canWith } from "./tensors.js";

/** Its names are those of JAX with capitals in the place of underscores. */
const camel = (name: string) => name.replace(/_./g, (letters) => letters.slice(1).toUpperCase());

export async function create(): Promise<Peer> {
  const jax = await importPackage("@jax-js/jax");
  // Without the name it looks at globalThis.navigator, which Node 20 does not have.
  if (!(await jax.init("wasm")).includes("wasm")) throw new Error("the backend wasm did not start");
  jax.defaultDevice("wasm");
  const { numpy, nn, jit, vjp } = jax;

  const again = (operand: Untyped) => (typeof operand === "number" ? operand : operand.ref);
  const operations = {
    ...operationsOf(0, (name, operands) => numpy[camel(name)](...operands.map(again))),
    sigmoid: (x: Untyped) => nn.sigmoid(x.ref),
    softplus: (x: Untyped) => nn.softplus(x.ref),
  };
  const activationOf = (name: string) => {
    for (const { name: path, parameters } of namesIn("JAX", name)) {
      const [module, snake] = path.split(".") as [string, string];
      const f = jax[module][camel(snake)];
      if (f) return (x: Untyped) => f(x, ...Object.values(parameters));
    }
    const composed = compose(name, operations);
    return (x: Untyped) => {
      const used = [x];
      const y = composed({ x }, (array) => used[used.push(array) - 1]);
      for (const array of used) array.dispose();
      return y;
    };
  };
  const activations: Untyped = {
    ...Object.fromEntries(ACTIVATIONS.map((name) => [name, activationOf(name)])),
    prelu: (x: Untyped) => nn.leakyRelu(x, 0.25),
    gelu: (x: Untyped) => nn.gelu(x, { approximate: false }),
    geluTanh: (x: Untyped) => nn.gelu(x, { approximate: true }),
  };
  const gate = ({ name }: Task) => {
    const f = activations[GATES[name] as string];
    return (value: Untyped, gates: Untyped) => value.mul(f(gates));
  };
  const layer =
    ({ name }: Task) =>
    (a: Untyped, w: Untyped, b: Untyped) =>
      activations[name](numpy.matmul(a, w).add(b));
  const rowwise: Untyped = { softmax: nn.softmax, logSoftmax: nn.logSoftmax, logSumExp: nn.logsumexp };

  /** Gradients of f at inputs, of which the last is dy. */
  const gradientsOf = (f: Untyped) =>
    jit((...all: Untyped[]) => {
      const dy = all.pop();
      const [y, pull] = vjp(f, all);
      y.dispose();
      const gradients = pull(dy);
      pull.dispose?.();
      return gradients;
    });

  const losses: Untyped = {
    // With the labels as rows of zeros with a one: it cannot differentiate takeAlongAxis under jit.
    softmaxCrossEntropy: (z: Untyped, labels: Untyped) => {
      const right = nn.oneHot(labels, z.shape[1]).mul(z.ref).sum(-1);
      return nn.logsumexp(z, -1).sub(right).mean();
    },
    sigmoidBinaryCrossEntropy: (z: Untyped, targets: Untyped) => nn.softplus(z.ref).sub(z.mul(targets)).mean(),
  };

  const can = canWith({
    /** Its float64 needs an engine that has Float16Array. */
    tensor(numbers, shape) {
      if (numbers instanceof Float64Array && !("Float16Array" in globalThis))
        throw new Lacks("no float64 without Float16Array in the engine");
      return shape.length > 1 ? numpy.array(numbers).reshape(shape) : numpy.array(numbers);
    },
    read: (tensor) => tensor.dataSync(),
    free: (tensor) => tensor.dispose(),
    consuming: { again: (tensor) => tensor.ref, wait: (results) => jax.blockUntilReady(results) },
    functions: {
      value: ({ name }) => jit(activations[name]),
      backward: ({ name }) => gradientsOf(activations[name]),
      rows: ({ name }) => jit((a: Untyped) => rowwise[name](a, -1)),
      gated: (task) => jit(gate(task)),
      gatedBackward: (task) => gradientsOf(gate(task)),
      loss: ({ name }) => jit(jax.valueAndGrad(losses[name])),
      dense: (task) => jit(layer(task)),
      denseBackward: (task) => gradientsOf(layer(task)),
    },
  });
  const threads = "Worker" in globalThis ? navigator.hardwareConcurrency : 1;
  return { ...USUAL, name: "jax-js wasm", version: versionOf("@jax-js/jax"), threads, can };
}
