/**
 * ONNX Runtime: models of one node, or of the few that make a function. As WebAssembly (onnxruntime-web) a peer, as native code
 * (onnxruntime-node) for reference. It has no gradients here.
 *
 * Neither binding keeps tensors inside between runs. So `resident` is a second model whose input is a constant, which it may not fold
 * into the result, and whose only output is one element of the result.
 */
import type { Floats, Type } from "../../numbers.js";
import { type Call, type Candidate, Lacks, type Peer } from "../peer.js";
import type { Problem } from "../tasks.js";
import { importPackage, requirePackage, versionOf } from "./load.js";
import { type Attribute, type Constant, type Dimensions, encode, type Model, type Node } from "./onnxModel.js";

type Operator = readonly [operator: string, attributes?: { readonly [name: string]: Attribute }, domain?: "com.microsoft"];

/** x * sigmoid(alpha x) is in Microsoft's set under the name of an approximation of gelu. */
const QUICK_GELU = "QuickGelu";

const ACTIVATIONS: { readonly [name: string]: Operator } = {
  relu: ["Relu"],
  leakyRelu: ["LeakyRelu", { alpha: 0.01 }],
  prelu: ["LeakyRelu", { alpha: 0.25 }],
  elu: ["Elu"],
  sigmoid: ["Sigmoid"],
  tanh: ["Tanh"],
  softplus: ["Softplus"],
  silu: [QUICK_GELU, { alpha: 1 }, "com.microsoft"],
  swish: [QUICK_GELU, { alpha: 1.702 }, "com.microsoft"],
  gelu: ["Gelu"],
};

const LAST_AXIS = { axis: { integer: -1 } };
const ROWWISE = { softmax: ["Softmax", LAST_AXIS], logSoftmax: ["LogSoftmax", LAST_AXIS] } as const;

/** Nodes from inputs to `result`, and what is constant among their inputs. */
interface Graph {
  nodes(result: string): Node[];
  readonly type: Type;
  readonly inputs: { readonly [name: string]: { readonly dimensions: Dimensions; readonly data: Floats } };
  readonly constants?: { readonly [name: string]: Constant };
  readonly result: Dimensions;
}

export async function create(kind: "web" | "node"): Promise<Peer> {
  const runtime = kind === "web" ? await importPackage("onnxruntime-web") : requirePackage("onnxruntime-node");
  if (kind === "web") runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = "fatal";
  const open = (model: Model, options: object = {}) =>
    runtime.InferenceSession.create(encode(model), {
      executionProviders: [kind === "web" ? "wasm" : "cpu"],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
      logSeverityLevel: 4,
      ...options,
    });
  await withoutWorker(async () => {
    const nodes = [activation("relu", "x", "y")];
    await (await open({ nodes, type: "float32", inputs: { x: [1] }, outputs: { y: [1] }, constants: {} })).release();
  });

  async function candidate({ nodes, type, inputs, constants = {}, result }: Graph): Promise<Candidate> {
    const dimensions = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.dimensions]));
    const fed = await open({ nodes: nodes("y"), type, inputs: dimensions, outputs: { y: result }, constants }).catch(lacking(type));
    const first = { dimensions: [1], data: BigInt64Array.of(0n) };
    const gather: Node = { operator: "Gather", inputs: ["whole", "first"], outputs: ["y"], attributes: LAST_AXIS };
    const keeping = {
      nodes: [...nodes("whole"), gather],
      type,
      inputs: {},
      outputs: { y: [...result.slice(0, -1), 1] },
      constants: { ...constants, ...inputs, first },
    };
    const kept = await open(keeping, { extra: { optimization: { disable_specified_optimizers: "ConstantFolding" } } });
    const names = Object.entries(inputs);
    const endToEnd = async () => {
      const tensors = names.map(([name, { data, dimensions }]) => [name, new runtime.Tensor(type, data, dimensions)] as const);
      return [(await fed.run(Object.fromEntries(tensors))).y.data];
    };
    const whole: Call = { async: true, run: endToEnd, read: endToEnd };
    return {
      endToEnd: whole,
      resident: { async: true, run: async () => (await kept.run({})).y.data, read: endToEnd },
      async dispose() {
        await fed.release();
        await kept.release();
      },
    };
  }

  function layer({ task, x, weights, bias }: Problem): Promise<Candidate> {
    const { batch, inputs, outputs, type, name } = task;
    return candidate({
      nodes: (result) => [{ operator: "Gemm", inputs: ["x", "w", "b"], outputs: ["z"] }, activation(name, "z", result)],
      type,
      inputs: { x: { dimensions: [batch, inputs], data: x } },
      constants: { w: { dimensions: [inputs, outputs], data: weights }, b: { dimensions: [outputs], data: bias } },
      result: [batch, outputs],
    });
  }

  return {
    name: kind === "web" ? "onnxruntime-web" : "onnxruntime-node",
    version: versionOf(`onnxruntime-${kind}`),
    threads: 1,
    role: kind === "web" ? "peer" : "reference",
    types: ["float32", "float64"],
    can: {
      value: ({ task: { type, name }, x }) =>
        candidate({
          nodes: (result) => [activation(name, "x", result)],
          type,
          inputs: { x: { dimensions: [x.length], data: x } },
          result: [x.length],
        }),
      rows({ task: { type, name, rows, columns }, x }) {
        const inputs = { x: { dimensions: [rows, columns], data: x } };
        if (name === "logSumExp") {
          const axes = { dimensions: [1], data: BigInt64Array.of(-1n) };
          const nodes = (result: string) => [
            { operator: "ReduceLogSumExp", inputs: ["x", "axes"], outputs: [result], attributes: { keepdims: { integer: 0 } } },
          ];
          return candidate({ nodes, type, inputs, constants: { axes }, result: [rows] });
        }
        const [operator, attributes] = ROWWISE[name as keyof typeof ROWWISE];
        return candidate({
          nodes: (result) => [{ operator, inputs: ["x"], outputs: [result], attributes }],
          type,
          inputs,
          result: [rows, columns],
        });
      },
      gated: ({ task: { type, name, length }, value, gate }) =>
        candidate({
          nodes: (result) => [
            activation(name === "swiglu" ? "silu" : "gelu", "gate", "active"),
            { operator: "Mul", inputs: ["value", "active"], outputs: [result] },
          ],
          type,
          inputs: { value: { dimensions: [length], data: value }, gate: { dimensions: [length], data: gate } },
          result: [length],
        }),
      dense: layer,
    },
  };
}

/** Not all of its kernels exist in float64. */
function lacking(type: Type): (error: Error) => never {
  return (error) => {
    throw /kernel|implementation/.test(error.message) ? new Lacks(`no kernel for ${type}`) : error;
  };
}

function activation(name: string, input: string, output: string): Node {
  const [operator, attributes = {}, domain] = ACTIVATIONS[name] as Operator;
  return { operator, inputs: [input], outputs: [output], attributes, ...(domain && { domain }) };
}

/**
 * onnxruntime-web defines globalThis.Worker in Node when it starts; jax-js would take Node for a browser with threads then, and fail.
 */
async function withoutWorker(start: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  await start();
  if (!before) Reflect.deleteProperty(globalThis, "Worker");
}
