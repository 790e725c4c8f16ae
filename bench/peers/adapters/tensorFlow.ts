/** TensorFlow.js: its wasm backend with SIMD, on one thread, and its cpu backend, which is plain JavaScript. */
import type { Peer } from "../peer.js";
import type { Problem } from "../tasks.js";
import { requirePackage, tensorCandidate, type Untyped, versionOf } from "./load.js";

let started: { readonly tf: Untyped; readonly wasm: Untyped } | undefined;

/** Both backends live in one instance of the library. */
function start() {
  if (started) return started;
  const warn = console.warn;
  // It warns of kernels registered twice, and advises the native package; neither is of use here.
  console.warn = (...words) => /already registered|speed things up/.test(`${words[0]}`) || warn(...words);
  const tf = requirePackage("@tensorflow/tfjs");
  const wasm = requirePackage("@tensorflow/tfjs-backend-wasm");
  tf.enableProdMode();
  wasm.setThreadsCount(1);
  started = { tf, wasm };
  return started;
}

export async function create(backend: "cpu" | "wasm"): Promise<Peer> {
  const { tf, wasm } = start();
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} did not start`);
  await tf.ready();
  const { relu, elu, sigmoid, tanh, softplus } = tf;
  /** One operation of the library each. */
  const single: Untyped = { relu, elu, sigmoid, tanh, softplus, leakyRelu: (x: Untyped) => tf.leakyRelu(x, 0.01) };
  /** And what it has no operation for, as tfjs-layers composes it. */
  const activations: Untyped = {
    ...single,
    prelu: (x: Untyped) => tf.prelu(x, 0.25),
    silu: (x: Untyped) => tf.mul(x, tf.sigmoid(x)),
    swish: (x: Untyped) => tf.mul(x, tf.sigmoid(tf.mul(1.702, x))),
    gelu: (x: Untyped) => tf.mul(0.5, tf.mul(x, tf.add(1, tf.erf(tf.div(x, Math.SQRT2))))),
  };
  const gate = (name: string) => {
    const f = activations[name === "swiglu" ? "silu" : "gelu"];
    return (value: Untyped, gates: Untyped) => tf.mul(value, f(gates));
  };
  const candidate = (upload: () => Untyped[], f: Untyped, others: readonly Untyped[] = []) =>
    tensorCandidate({
      upload,
      compute: (...inputs) => [f(...inputs)].flat(),
      read: (tensor) => tensor.dataSync(),
      free: (tensor) => tensor.dispose(),
      others,
    });
  /** With its intermediate tensors freed. */
  const tidied = (upload: () => Untyped[], f: Untyped, others?: readonly Untyped[]) =>
    candidate(upload, (...inputs: Untyped[]) => tf.tidy(() => f(...inputs)), others);

  function layer({ task, x, weights, bias, dy }: Problem) {
    const { name, batch, inputs, outputs } = task;
    const w = tf.tensor2d(weights, [inputs, outputs]);
    const b = tf.tensor1d(bias);
    const upload = () => [tf.tensor2d(x, [batch, inputs])];
    const f = activations[name];
    if (task.kind === "dense") {
      const fused = (a: Untyped) => tf.fused.matMul({ a, b: w, bias: b, ...(name === "relu" && { activation: "relu" }) });
      return tidied(upload, name === "relu" ? fused : (a: Untyped) => f(fused(a)), [w, b]);
    }
    const gradients = tf.grads((a: Untyped, w: Untyped, b: Untyped) => f(tf.add(tf.matMul(a, w), b)));
    const behind = tf.tensor2d(dy, [batch, outputs]);
    return tidied(upload, (a: Untyped) => gradients([a, w, b], behind), [w, b, behind]);
  }

  function loss({ task, x, labels, targets }: Problem) {
    const { rows, columns, name } = task;
    const ofRows = name === "softmaxCrossEntropy";
    const { softmaxCrossEntropy, sigmoidCrossEntropy } = tf.losses;
    const upload = () =>
      ofRows ? [tf.tensor2d(x, [rows, columns]), tf.tensor1d(labels, "int32")] : [tf.tensor1d(x), tf.tensor1d(targets)];
    return tidied(upload, (logits: Untyped, wanted: Untyped) => {
      const of = (z: Untyped) => (ofRows ? softmaxCrossEntropy(tf.oneHot(wanted, columns), z) : sigmoidCrossEntropy(wanted, z));
      const { value, grad } = tf.valueAndGrad(of)(logits);
      return [value, grad];
    });
  }

  return {
    name: `tfjs-${backend}`,
    version: versionOf("@tensorflow/tfjs"),
    threads: backend === "wasm" ? wasm.getThreadsCount() : 1,
    role: "peer",
    types: ["float32"],
    enter: () => tf.setBackend(backend),
    can: {
      value: ({ task, x }) => (task.name in single ? candidate : tidied)(() => [tf.tensor1d(x)], activations[task.name]),
      backward: ({ task, dy, x }) => tidied(() => [tf.tensor1d(x), tf.tensor1d(dy)], tf.grad(activations[task.name])),
      rows: ({ task, x }) =>
        tidied(
          () => [tf.tensor2d(x, [task.rows, task.columns])],
          task.name === "logSumExp" ? (a: Untyped) => tf.logSumExp(a, 1) : tf[task.name],
        ),
      gated: ({ task, value, gate: gates }) => tidied(() => [tf.tensor1d(value), tf.tensor1d(gates)], gate(task.name)),
      gatedBackward({ task, value, gate: gates, dy }) {
        const gradients = tf.grads(gate(task.name));
        const upload = () => [tf.tensor1d(value), tf.tensor1d(gates), tf.tensor1d(dy)];
        return tidied(upload, (a: Untyped, g: Untyped, d: Untyped) => gradients([a, g], d));
      },
      loss,
      dense: layer,
      denseBackward: layer,
    },
  };
}
