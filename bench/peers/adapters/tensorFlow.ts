/**
 * TensorFlow.js: its wasm backend with SIMD, on one thread, and its cpu backend, which is plain
 * JavaScript.
 */
import { type Peer, USUAL } from "../peer.js";
import { ACTIVATIONS } from "../plan.js";
import { GATES, type Task } from "../tasks.js";
import { compose, namesIn, operationsOf } from "./compose.js";
import { requirePackage, type Untyped, versionOf } from "./load.js";
import { canWith } from "./tensors.js";

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
  /** A function whose intermediate tensors are freed. */
  const tidied =
    (f: Untyped) =>
    (...tensors: Untyped[]) =>
      tf.tidy(() => f(...tensors));
  const operations = operationsOf(1, (name, operands) => tf[name](...operands));
  const activationOf = (name: string) => {
    const named = namesIn("TensorFlow.js", name).find((one) => typeof tf[one.name] === "function");
    if (named) return (x: Untyped) => tf[named.name](x, ...Object.values(named.parameters));
    const composed = compose(name, operations);
    return tidied((x: Untyped) => composed({ x }));
  };
  const activations: Untyped = Object.fromEntries(ACTIVATIONS.map((name) => [name, activationOf(name)]));
  /** Gradients of f; the last tensor is the one from behind. */
  const gradientsOf = (f: Untyped) => {
    const gradients = tf.grads(f);
    return tidied((...tensors: Untyped[]) => gradients(tensors.slice(0, -1), tensors.at(-1)));
  };
  const gate = ({ name }: Task) => {
    const f = activations[GATES[name] as string];
    return (value: Untyped, gates: Untyped) => tf.mul(value, f(gates));
  };
  const { softmaxCrossEntropy, sigmoidCrossEntropy } = tf.losses;
  const losses: Untyped = {
    softmaxCrossEntropy: (labels: Untyped, z: Untyped) => softmaxCrossEntropy(tf.oneHot(labels, z.shape[1]), z),
    sigmoidBinaryCrossEntropy: sigmoidCrossEntropy,
  };

  const can = canWith({
    tensor: (numbers, shape) => tf.tensor(numbers, shape, numbers instanceof Int32Array ? "int32" : "float32"),
    read: (tensor) => tensor.dataSync(),
    free: (tensor) => tensor.dispose(),
    functions: {
      value: ({ name }) => activations[name],
      backward: ({ name }) => gradientsOf(activations[name]),
      rows: ({ name }) => tidied(name === "logSumExp" ? (a: Untyped) => tf.logSumExp(a, 1) : tf[name]),
      gated: (task) => tidied(gate(task)),
      gatedBackward: (task) => gradientsOf(gate(task)),
      loss: ({ name }) =>
        tidied((logits: Untyped, wanted: Untyped) => {
          const { value, grad } = tf.valueAndGrad((z: Untyped) => losses[name](wanted, z))(logits);
          return [value, grad];
        }),
      dense: ({ name }) =>
        tidied((a: Untyped, b: Untyped, bias: Untyped) =>
          name === "relu" ? tf.fused.matMul({ a, b, bias, activation: "relu" }) : activations[name](tf.fused.matMul({ a, b, bias })),
        ),
      denseBackward: ({ name }) => gradientsOf((a: Untyped, w: Untyped, b: Untyped) => activations[name](tf.add(tf.matMul(a, w), b))),
    },
  });
  return {
    ...USUAL,
    name: `tfjs-${backend}`,
    version: versionOf("@tensorflow/tfjs"),
    threads: backend === "wasm" ? wasm.getThreadsCount() : 1,
    types: ["float32"],
    enter: () => tf.setBackend(backend),
    can,
  };
}
