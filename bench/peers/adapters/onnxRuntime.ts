/**
 * ONNX Runtime: models of one node, or of the few that make a function. As WebAssembly (onnxruntime-web) a peer, as native code
 * (onnxruntime-node) for reference. It has no gradients here.
 *
 * Neither binding keeps tensors inside between runs. So `resident` is a second model whose input is a constant, which it may not fold
 * into the result, and whose only output is one element of the result.
 */
import type { Type } from "../../numbers.js";
import { type Call, type Candidate, Lacks, type Peer, USUAL } from "../peer.js";
import { arraysOf, GATES, type Kind, type Problem, type Task } from "../tasks.js";
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
const ROWWISE: { readonly [name: string]: string } = { softmax: "Softmax", logSoftmax: "LogSoftmax" };

/** Nodes from the arrays of a task to `result`, and what else is constant among their inputs. */
interface Graph {
  nodes(result: string): Node[];
  readonly result: Dimensions;
  readonly constants?: { readonly [name: string]: Constant };
}

const GRAPHS: { readonly [kind in Kind]?: (task: Task) => Graph } = {
  value: ({ name, shape }) => ({ nodes: (result) => [activation(name, "x", result)], result: shape }),
  rows({ name, shape }) {
    const operator = ROWWISE[name];
    if (operator) return { nodes: (result) => [{ operator, inputs: ["x"], outputs: [result], attributes: LAST_AXIS }], result: shape };
    const sum = { operator: "ReduceLogSumExp", inputs: ["x", "axes"], attributes: { keepdims: { integer: 0 } } };
    const axes = { dimensions: [1], data: BigInt64Array.of(-1n) };
    return { nodes: (result) => [{ ...sum, outputs: [result] }], result: shape.slice(0, 1), constants: { axes } };
  },
  gated: ({ name, shape }) => ({
    nodes: (y) => [activation(GATES[name] as string, "gate", "active"), { operator: "Mul", inputs: ["value", "active"], outputs: [y] }],
    result: shape,
  }),
  dense: ({ name, shape: [batch, , outputs] }) => ({
    nodes: (result) => [{ operator: "Gemm", inputs: ["x", "weights", "bias"], outputs: ["z"] }, activation(name, "z", result)],
    result: [batch as number, outputs as number],
  }),
};

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

  async function candidate({ nodes, result, constants: others }: Graph, problem: Problem): Promise<Candidate> {
    const { type } = problem.task;
    const arrays = arraysOf(problem) as { readonly [part in "given" | "kept"]: { readonly [name: string]: Constant } };
    const constants = { ...arrays.kept, ...others };
    const given = Object.entries(arrays.given);
    const inputs = Object.fromEntries(given.map(([name, { dimensions }]) => [name, dimensions]));
    const fed = await open({ nodes: nodes("y"), type, inputs, outputs: { y: result }, constants }).catch(lacking(type));
    const first = { dimensions: [1], data: BigInt64Array.of(0n) };
    const gather: Node = { operator: "Gather", inputs: ["whole", "first"], outputs: ["y"], attributes: LAST_AXIS };
    const keeping = {
      nodes: [...nodes("whole"), gather],
      type,
      inputs: {},
      outputs: { y: [...result.slice(0, -1), 1] },
      constants: { ...constants, ...arrays.given, first },
    };
    const kept = await open(keeping, { extra: { optimization: { disable_specified_optimizers: "ConstantFolding" } } });
    const endToEnd = async () => {
      const tensors = given.map(([name, { data, dimensions }]) => [name, new runtime.Tensor(type, data, dimensions)] as const);
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

  return {
    ...USUAL,
    name: `onnxruntime-${kind}`,
    version: versionOf(`onnxruntime-${kind}`),
    role: kind === "web" ? "peer" : "reference",
    can: Object.fromEntries(Object.entries(GRAPHS).map(([kind, of]) => [kind, (problem: Problem) => candidate(of(problem.task), problem)])),
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
