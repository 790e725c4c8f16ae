/** TensorFlow.js: its wasm backend with SIMD, on one thread, and its cpu backend, which is plain JavaScript. */
import type { Floats } from "../../numbers.js";
import type { Candidate, Peer } from "../peer.js";
import type { DenseProblem, LossProblem } from "../tasks.js";
import { requirePackage, versionOf } from "./load.js";

interface Tensor {
  dataSync(): Floats;
  dispose(): void;
}

type Tensors = Tensor | readonly Tensor[];
type Operation = (...inputs: Tensor[]) => Tensor;
type Operand = Tensor | number;

interface TensorFlow {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<T>(f: () => T): T;
  tensor1d(data: Floats | Int32Array, type?: "int32"): Tensor;
  tensor2d(data: Floats, shape: readonly [number, number]): Tensor;
  grad(f: Operation): (x: Tensor, dy: Tensor) => Tensor;
  grads(f: Operation): (inputs: readonly Tensor[], dy: Tensor) => Tensor[];
  valueAndGrad(f: Operation): (x: Tensor) => { readonly value: Tensor; readonly grad: Tensor };
  readonly losses: {
    softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
    sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
  };
  readonly fused: { matMul(options: { a: Tensor; b: Tensor; bias: Tensor; activation?: "relu" }): Tensor };
  oneHot(labels: Tensor, classes: number): Tensor;
  leakyRelu(x: Tensor, slope: number): Tensor;
  prelu(x: Tensor, slope: Operand): Tensor;
  logSumExp(x: Tensor, axis: number): Tensor;
  add(a: Operand, b: Operand): Tensor;
  mul(a: Operand, b: Operand): Tensor;
  div(a: Operand, b: Operand): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  relu: Operation;
  elu: Operation;
  sigmoid: Operation;
  tanh: Operation;
  softplus: Operation;
  erf: Operation;
  softmax: Operation;
  logSoftmax: Operation;
}

interface Wasm {
  setThreadsCount(count: number): void;
  getThreadsCount(): number;
}

let started: { readonly tf: TensorFlow; readonly wasm: Wasm } | undefined;

/** Both backends live in one instance of the library. */
function start() {
  if (started) return started;
  const warn = console.warn;
  // It warns of kernels registered twice, and advises the native package; neither is of use here.
  console.warn = (...words) => /already registered|speed things up/.test(`${words[0]}`) || warn(...words);
  const tf = requirePackage<TensorFlow>("@tensorflow/tfjs");
  const wasm = requirePackage<Wasm>("@tensorflow/tfjs-backend-wasm");
  tf.enableProdMode();
  wasm.setThreadsCount(1);
  started = { tf, wasm };
  return started;
}

/** One operation of the library each. */
function operations(tf: TensorFlow): { readonly [name: string]: Operation } {
  const { relu, elu, sigmoid, tanh, softplus } = tf;
  return { relu, elu, sigmoid, tanh, softplus, leakyRelu: (x) => tf.leakyRelu(x as Tensor, 0.01) };
}

/** What it has no operation for, as tfjs-layers composes it. */
function compositions(tf: TensorFlow): { readonly [name: string]: Operation } {
  return {
    prelu: (x) => tf.prelu(x as Tensor, 0.25),
    silu: (x) => tf.mul(x as Tensor, tf.sigmoid(x as Tensor)),
    swish: (x) => tf.mul(x as Tensor, tf.sigmoid(tf.mul(1.702, x as Tensor))),
    gelu: (x) => tf.mul(0.5, tf.mul(x as Tensor, tf.add(1, tf.erf(tf.div(x as Tensor, Math.SQRT2))))),
  };
}

export async function create(backend: "cpu" | "wasm"): Promise<Peer> {
  const { tf, wasm } = start();
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} did not start`);
  await tf.ready();
  const single = operations(tf);
  const activations = { ...single, ...compositions(tf) };
  const active = (name: string) => activations[name] as Operation;

  const gate = (name: string): Operation => {
    const f = active(name === "swiglu" ? "silu" : "gelu");
    return (value, gate) => tf.mul(value as Tensor, f(gate as Tensor));
  };

  function layer({ task, x, weights, bias, dy }: DenseProblem): Candidate {
    const { name, batch, inputs, outputs } = task;
    const w = tf.tensor2d(weights, [inputs, outputs]);
    const b = tf.tensor1d(bias);
    const upload = () => [tf.tensor2d(x, [batch, inputs])];
    const f = active(name);
    if (task.kind === "dense") {
      const compute = (a: Tensor) =>
        name === "relu" ? tf.fused.matMul({ a, b: w, bias: b, activation: "relu" }) : f(tf.fused.matMul({ a, b: w, bias: b }));
      return candidate(upload, (a) => tf.tidy(() => compute(a as Tensor)), [w, b]);
    }
    const gradients = tf.grads((a, w, b) => f(tf.add(tf.matMul(a as Tensor, w as Tensor), b as Tensor)));
    const behind = tf.tensor2d(dy, [batch, outputs]);
    return candidate(upload, (a) => tf.tidy(() => gradients([a as Tensor, w, b], behind)), [w, b, behind]);
  }

  function loss({ task, x, labels, targets }: LossProblem): Candidate {
    const { rows, columns, name } = task;
    const upload = () =>
      name === "softmaxCrossEntropy"
        ? [tf.tensor2d(x, [rows, columns]), tf.tensor1d(labels, "int32")]
        : [tf.tensor1d(x), tf.tensor1d(targets)];
    return candidate(upload, (logits, wanted) =>
      tf.tidy(() => {
        const of = (z: Tensor) =>
          name === "softmaxCrossEntropy"
            ? tf.losses.softmaxCrossEntropy(tf.oneHot(wanted as Tensor, columns), z)
            : tf.losses.sigmoidCrossEntropy(wanted as Tensor, z);
        const { value, grad } = tf.valueAndGrad((z) => of(z as Tensor))(logits as Tensor);
        return [value, grad];
      }),
    );
  }

  return {
    name: `tfjs-${backend}`,
    version: versionOf("@tensorflow/tfjs"),
    threads: backend === "wasm" ? wasm.getThreadsCount() : 1,
    role: "peer",
    types: ["float32"],
    enter: () => tf.setBackend(backend),
    can: {
      value({ task, x }) {
        const f = active(task.name);
        return candidate(() => [tf.tensor1d(x)], task.name in single ? f : (a) => tf.tidy(() => f(a as Tensor)));
      },
      backward({ task, dy, x }) {
        const gradient = tf.grad(active(task.name));
        return candidate(
          () => [tf.tensor1d(x), tf.tensor1d(dy)],
          (a, d) => tf.tidy(() => gradient(a as Tensor, d as Tensor)),
        );
      },
      rows({ task, x }) {
        const f: Operation = task.name === "logSumExp" ? (a) => tf.logSumExp(a as Tensor, 1) : tf[task.name];
        return candidate(
          () => [tf.tensor2d(x, [task.rows, task.columns])],
          (a) => tf.tidy(() => f(a as Tensor)),
        );
      },
      gated({ task, value, gate: gates }) {
        const f = gate(task.name);
        return candidate(
          () => [tf.tensor1d(value), tf.tensor1d(gates)],
          (a, g) => tf.tidy(() => f(a as Tensor, g as Tensor)),
        );
      },
      gatedBackward({ task, value, gate: gates, dy }) {
        const gradients = tf.grads(gate(task.name));
        return candidate(
          () => [tf.tensor1d(value), tf.tensor1d(gates), tf.tensor1d(dy)],
          (a, g, d) => tf.tidy(() => gradients([a as Tensor, g as Tensor], d as Tensor)),
        );
      },
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}

/** End to end: tensors from arrays, the result as arrays, all of them freed. */
function candidate(upload: () => Tensor[], compute: (...inputs: Tensor[]) => Tensors, others: readonly Tensor[] = []): Candidate {
  const kept = upload();
  const list = (tensors: Tensors) => ("dataSync" in tensors ? [tensors] : tensors);
  const release = (tensors: Tensors) => {
    for (const tensor of list(tensors)) tensor.dispose();
  };
  const fetch = (inputs: readonly Tensor[]) => {
    const tensors = compute(...inputs);
    const arrays = list(tensors).map((tensor) => tensor.dataSync());
    release(tensors);
    return arrays;
  };
  const endToEnd = () => {
    const inputs = upload();
    const arrays = fetch(inputs);
    release(inputs);
    return arrays;
  };
  return {
    endToEnd: { run: endToEnd, read: endToEnd },
    resident: { run: () => release(compute(...kept)), read: () => fetch(kept) },
    dispose: () => release([...kept, ...others]),
  };
}
