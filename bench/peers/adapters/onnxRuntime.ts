/**
 * ONNX Runtime: models of one node, or of the few that make a function. As WebAssembly
 * (onnxruntime-web) a peer, as native code (onnxruntime-node) for reference. It has no gradients
 * here.
 *
 * Neither binding keeps tensors inside between runs. So `resident` is a second model whose input is
 * a constant, which it may not fold into the result, and whose only output is one element of the
 * result.
 */
import { arrayTypes, type Type } from "../../numbers.js";
import { type Call, type Candidate, Lacks, type Peer, USUAL } from "../peer.js";
import { arraysOf, GATES, type Kind, type Problem, type Task } from "../tasks.js";
import { compose, namesIn, operationsOf } from "./compose.js";
import { importPackage, requirePackage, versionOf } from "./load.js";
import { type Constant, type Dimensions, encode, type Model, type Node } from "./onnxModel.js";

/** x * sigmoid(alpha x) is in Microsoft's set under the name of an approximation of gelu. */
const quickGelu = (alpha: number): Omit<Node, "inputs" | "outputs"> => ({
  operator: "QuickGelu",
  attributes: { alpha },
  domain: "com.microsoft",
});

/** Operators that ONNX has by another name, or not for all. */
const OPERATORS: { readonly [name: string]: Omit<Node, "inputs" | "outputs"> } = {
  prelu: { operator: "LeakyRelu", attributes: { alpha: 0.25 } },
  silu: quickGelu(1),
  swish: quickGelu(1.702),
  quickGelu: quickGelu(1.702),
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
  value: ({ name, type, shape }) => ({ ...activation(name, type), result: shape }),
  rows({ name, shape }) {
    const operator = ROWWISE[name];
    if (operator) return { nodes: (result) => [{ operator, inputs: ["x"], outputs: [result], attributes: LAST_AXIS }], result: shape };
    const sum = { operator: "ReduceLogSumExp", inputs: ["x", "axes"], attributes: { keepdims: { integer: 0 } } };
    const axes = { dimensions: [1], data: BigInt64Array.of(-1n) };
    return { nodes: (result) => [{ ...sum, outputs: [result] }], result: shape.slice(0, 1), constants: { axes } };
  },
  gated({ name, type, shape }) {
    const { nodes, constants } = activation(GATES[name] as string, type, "gate");
    const product = (y: string): Node => ({ operator: "Mul", inputs: ["value", "active"], outputs: [y] });
    return { nodes: (y) => [...nodes("active"), product(y)], constants, result: shape };
  },
  dense({ name, type, shape: [batch, , outputs] }) {
    const { nodes, constants } = activation(name, type, "z");
    const product: Node = { operator: "Gemm", inputs: ["x", "weights", "bias"], outputs: ["z"] };
    return { nodes: (result) => [product, ...nodes(result)], constants, result: [batch as number, outputs as number] };
  },
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
    const nodes = activation("relu", "float32").nodes("y");
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

/** Fails with {@link Lacks} where a kernel is missing: not all of them exist in float64. */
function lacking(type: Type): (error: Error) => never {
  return (error) => {
    throw /kernel|implementation/.test(error.message) ? new Lacks(`no kernel for ${type}`) : error;
  };
}

/** One operator, or those that exporters write for it. */
function activation(name: string, type: Type, input = "x"): Required<Pick<Graph, "nodes" | "constants">> {
  const [named] = namesIn("ONNX", name);
  // Clip takes its bounds as inputs.
  const own = OPERATORS[name] ?? (named && named.name !== "Clip" ? { operator: named.name, attributes: named.parameters } : undefined);
  if (own) return { nodes: (result) => [{ ...own, inputs: [input], outputs: [result] }], constants: {} };
  const constants: { [name: string]: Constant } = {};
  const nodes: { operator: string; inputs: string[] }[] = [];
  const nameOf = (operand: number | string) => {
    if (typeof operand === "string") return operand;
    constants[`${operand}`] = { dimensions: [], data: arrayTypes[type].of(operand) };
    return `${operand}`;
  };
  /** Another node; its output is named after its place. */
  const node = (operator: string, operands: readonly (number | string)[]) =>
    `node ${nodes.push({ operator, inputs: operands.map(nameOf) }) - 1}`;
  const operations = operationsOf(2, node);
  const expm1 = (x: string) => node("Sub", [node("Exp", [x]), 1]);
  compose(name, { ...operations, expm1, log1p: (x) => node("Log", [node("Add", [x, 1])]) })({ x: input });
  return {
    nodes: (result) => nodes.map((one, i) => ({ ...one, outputs: [i === nodes.length - 1 ? result : `node ${i}`] })),
    constants,
  };
}

/**
 * onnxruntime-web defines globalThis.Worker in Node when it starts; jax-js would take Node for a
 * browser with threads then, and fail.
 */
async function withoutWorker(start: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  await start();
  if (!before) Reflect.deleteProperty(globalThis, "Worker");
}
