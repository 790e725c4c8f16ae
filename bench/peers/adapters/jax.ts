/**
 * jax-js on its wasm backend, every function under `jit`, gradients by its own differentiation.
 *
 * Its arrays are consumed by what they are passed to, and `ref` keeps one for another use. It works with threads where
 * globalThis.Worker exists, which Node does not have: one thread.
 */
import type { Numbers } from "../../numbers.js";
import { Lacks, type Peer } from "../peer.js";
import type { Problem } from "../tasks.js";
import { importPackage, tensorCandidate, type Untyped, versionOf } from "./load.js";

export async function create(): Promise<Peer> {
  const jax = await importPackage("@jax-js/jax");
  // Without the name it looks at globalThis.navigator, which Node 20 does not have.
  if (!(await jax.init("wasm")).includes("wasm")) throw new Error("the backend wasm did not start");
  jax.defaultDevice("wasm");
  const { numpy, nn, jit, vjp } = jax;

  const activations: Untyped = {
    relu: nn.relu,
    leakyRelu: (x: Untyped) => nn.leakyRelu(x, 0.01),
    prelu: (x: Untyped) => nn.leakyRelu(x, 0.25),
    elu: (x: Untyped) => nn.elu(x),
    sigmoid: nn.sigmoid,
    tanh: numpy.tanh,
    softplus: nn.softplus,
    silu: nn.silu,
    swish: (x: Untyped) => x.ref.mul(nn.sigmoid(x.mul(1.702))),
    gelu: (x: Untyped) => nn.gelu(x, { approximate: false }),
  };
  const gate = (name: string) => {
    const f = activations[name === "swiglu" ? "silu" : "gelu"];
    return (value: Untyped, gates: Untyped) => value.mul(f(gates));
  };
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

  /** Its float64 needs an engine that has Float16Array. */
  const array = (data: Numbers) => {
    if (data instanceof Float64Array && !("Float16Array" in globalThis)) throw new Lacks("no float64 without Float16Array in the engine");
    return numpy.array(data);
  };

  const candidate = (upload: () => Untyped[], f: Untyped, others: readonly Untyped[] = []) =>
    tensorCandidate({
      upload,
      compute: (...inputs) => [f(...inputs, ...others.map((tensor) => tensor.ref))].flat(),
      read: (tensor) => tensor.dataSync(),
      free: (tensor) => tensor.dispose(),
      others,
      consuming: { again: (tensor) => tensor.ref, wait: (results) => jax.blockUntilReady(results) },
    });

  function layer({ task, x, weights, bias, dy }: Problem) {
    const { batch, inputs, outputs } = task;
    const upload = () => [array(x).reshape([batch, inputs])];
    const others = [array(weights).reshape([inputs, outputs]), array(bias)];
    const forward = (a: Untyped, w: Untyped, b: Untyped) => activations[task.name](numpy.matmul(a, w).add(b));
    if (task.kind === "dense") return candidate(upload, jit(forward), others);
    return candidate(upload, gradientsOf(forward), [...others, array(dy).reshape([batch, outputs])]);
  }

  function loss({ task, x, labels, targets }: Problem) {
    const { rows, columns, name } = task;
    // With the labels as rows of zeros with a one: it cannot differentiate takeAlongAxis under jit.
    const softmaxLoss = (z: Untyped, wanted: Untyped) => {
      const right = nn.oneHot(wanted, columns).mul(z.ref).sum(-1);
      return nn.logsumexp(z, -1).sub(right).mean();
    };
    const sigmoidLoss = (z: Untyped, wanted: Untyped) => nn.softplus(z.ref).sub(z.mul(wanted)).mean();
    return name === "softmaxCrossEntropy"
      ? candidate(() => [array(x).reshape([rows, columns]), numpy.array(labels)], jit(jax.valueAndGrad(softmaxLoss)))
      : candidate(() => [array(x), array(targets)], jit(jax.valueAndGrad(sigmoidLoss)));
  }

  return {
    name: "jax-js wasm",
    version: versionOf("@jax-js/jax"),
    threads: "Worker" in globalThis ? navigator.hardwareConcurrency : 1,
    role: "peer",
    types: ["float32", "float64"],
    can: {
      value: ({ task, x }) => candidate(() => [array(x)], jit(activations[task.name])),
      backward: ({ task, dy, x }) => candidate(() => [array(x), array(dy)], gradientsOf(activations[task.name])),
      rows: ({ task, x }) =>
        candidate(
          () => [array(x).reshape([task.rows, task.columns])],
          jit((a: Untyped) => rowwise[task.name](a, -1)),
        ),
      gated: ({ task, value, gate: gates }) => candidate(() => [array(value), array(gates)], jit(gate(task.name))),
      gatedBackward: ({ task, value, gate: gates, dy }) =>
        candidate(() => [array(value), array(gates), array(dy)], gradientsOf(gate(task.name))),
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}
