/**
 * jax-js on its wasm backend, every function under `jit`, gradients by its own differentiation.
 *
 * Its arrays are consumed by what they are passed to, and `ref` keeps one for another use. It works with threads where
 * globalThis.Worker exists, which Node does not have: one thread.
 */
import type { Floats } from "../../numbers.js";
import { type Candidate, Lacks, type Peer } from "../peer.js";
import type { DenseProblem, LossProblem } from "../tasks.js";
import { importPackage, versionOf } from "./load.js";

interface Tensor {
  readonly ref: Tensor;
  reshape(shape: readonly number[]): Tensor;
  add(other: Tensor): Tensor;
  sub(other: Tensor): Tensor;
  mul(other: Tensor | number): Tensor;
  mean(): Tensor;
  sum(axis: number): Tensor;
  dataSync(): Floats;
  dispose(): void;
}

type Tensors = Tensor | readonly Tensor[];
type F = (...inputs: Tensor[]) => Tensor;
type Pull = { (dy: Tensor): Tensor[]; dispose?(): void };

interface Jax {
  init(backend: string): Promise<string[]>;
  defaultDevice(name: string): void;
  blockUntilReady(arrays: Tensors): Promise<unknown>;
  jit<Function>(f: Function): Function;
  vjp(f: F, inputs: readonly Tensor[]): [Tensor, Pull];
  valueAndGrad(f: F): (...inputs: Tensor[]) => [Tensor, Tensor];
  readonly numpy: {
    array(data: Floats | Int32Array): Tensor;
    matmul(a: Tensor, b: Tensor): Tensor;
    tanh(x: Tensor): Tensor;
  };
  readonly nn: {
    relu(x: Tensor): Tensor;
    leakyRelu(x: Tensor, slope: number): Tensor;
    elu(x: Tensor): Tensor;
    sigmoid(x: Tensor): Tensor;
    softplus(x: Tensor): Tensor;
    silu(x: Tensor): Tensor;
    gelu(x: Tensor, options: { readonly approximate: boolean }): Tensor;
    softmax(x: Tensor, axis: number): Tensor;
    logSoftmax(x: Tensor, axis: number): Tensor;
    logsumexp(x: Tensor, axis: number): Tensor;
    oneHot(labels: Tensor, classes: number): Tensor;
  };
}

export async function create(): Promise<Peer> {
  const jax = await importPackage<Jax>("@jax-js/jax");
  // Without the name it looks at globalThis.navigator, which Node 20 does not have.
  if (!(await jax.init("wasm")).includes("wasm")) throw new Error("the backend wasm did not start");
  jax.defaultDevice("wasm");
  const { numpy, nn, jit, vjp } = jax;

  const activations: { readonly [name: string]: (x: Tensor) => Tensor } = {
    relu: nn.relu,
    leakyRelu: (x) => nn.leakyRelu(x, 0.01),
    prelu: (x) => nn.leakyRelu(x, 0.25),
    elu: (x) => nn.elu(x),
    sigmoid: nn.sigmoid,
    tanh: numpy.tanh,
    softplus: nn.softplus,
    silu: nn.silu,
    swish: (x) => x.ref.mul(nn.sigmoid(x.mul(1.702))),
    gelu: (x) => nn.gelu(x, { approximate: false }),
  };
  const active = (name: string) => activations[name] as (x: Tensor) => Tensor;
  const gate = (name: string): F => {
    const f = active(name === "swiglu" ? "silu" : "gelu");
    return (value, gate) => (value as Tensor).mul(f(gate as Tensor));
  };
  const rowwise = { softmax: nn.softmax, logSoftmax: nn.logSoftmax, logSumExp: nn.logsumexp };

  /** Gradients of f at inputs, of which the last is dy. */
  const gradientsOf = (f: F) =>
    jit((...all: Tensor[]) => {
      const dy = all.pop() as Tensor;
      const [y, pull] = vjp(f, all);
      y.dispose();
      const gradients = pull(dy);
      pull.dispose?.();
      return gradients;
    });

  /** Its float64 needs an engine that has Float16Array. */
  const array = (data: Floats) => {
    if (data instanceof Float64Array && !("Float16Array" in globalThis)) throw new Lacks("no float64 without Float16Array in the engine");
    return numpy.array(data);
  };

  function candidate(upload: () => Tensor[], compute: (...inputs: Tensor[]) => Tensors, others: readonly Tensor[] = []): Candidate {
    const kept = upload();
    const list = (tensors: Tensors) => ("dataSync" in tensors ? [tensors] : tensors);
    const again = (tensors: readonly Tensor[]) => tensors.map((tensor) => tensor.ref);
    const release = (tensors: Tensors) => {
      for (const tensor of list(tensors)) tensor.dispose();
    };
    const fetch = (inputs: readonly Tensor[]) => list(compute(...inputs, ...again(others))).map((tensor) => tensor.dataSync());
    return {
      endToEnd: { run: () => fetch(upload()), read: () => fetch(upload()) },
      resident: {
        async: true,
        async run() {
          const tensors = compute(...again(kept), ...again(others));
          await jax.blockUntilReady(tensors);
          release(tensors);
        },
        read: () => fetch(again(kept)),
      },
      dispose: () => release([...kept, ...others]),
    };
  }

  function layer({ task, x, weights, bias, dy }: DenseProblem): Candidate {
    const { batch, inputs, outputs } = task;
    const upload = () => [array(x).reshape([batch, inputs])];
    const others = [array(weights).reshape([inputs, outputs]), array(bias)];
    const forward: F = (a, w, b) => active(task.name)(numpy.matmul(a as Tensor, w as Tensor).add(b as Tensor));
    if (task.kind === "dense") return candidate(upload, jit(forward), others);
    return candidate(upload, gradientsOf(forward), [...others, array(dy).reshape([batch, outputs])]);
  }

  function loss({ task, x, labels, targets }: LossProblem): Candidate {
    const { rows, columns, name } = task;
    // With the labels as rows of zeros with a one: it cannot differentiate takeAlongAxis under jit.
    const softmaxLoss: F = (z, wanted) => {
      const logits = z as Tensor;
      const right = nn
        .oneHot(wanted as Tensor, columns)
        .mul(logits.ref)
        .sum(-1);
      return nn.logsumexp(logits, -1).sub(right).mean();
    };
    const sigmoidLoss: F = (z, wanted) => {
      const logits = z as Tensor;
      return nn
        .softplus(logits.ref)
        .sub(logits.mul(wanted as Tensor))
        .mean();
    };
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
      value: ({ task, x }) => candidate(() => [array(x)], jit(active(task.name))),
      backward: ({ task, dy, x }) => candidate(() => [array(x), array(dy)], gradientsOf(active(task.name) as F)),
      rows: ({ task, x }) =>
        candidate(
          () => [array(x).reshape([task.rows, task.columns])],
          jit((a: Tensor) => rowwise[task.name](a, -1)),
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
