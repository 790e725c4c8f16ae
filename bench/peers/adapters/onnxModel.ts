/** The few messages of ONNX (onnx.proto3) that a model of one or a few nodes needs. */
import type { Floats } from "../../numbers.js";
import { requirePackage } from "./load.js";

export type Attribute = number | string | { readonly integer: number };
export type Dimensions = readonly number[];

export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: { readonly [name: string]: Attribute };
  readonly domain?: "com.microsoft";
}

export interface Constant {
  readonly dimensions: Dimensions;
  readonly data: Floats | BigInt64Array;
}

export interface Model {
  readonly nodes: readonly Node[];
  readonly type: "float32" | "float64";
  readonly inputs: { readonly [name: string]: Dimensions };
  readonly outputs: { readonly [name: string]: Dimensions };
  readonly constants: { readonly [name: string]: Constant };
}

const MESSAGES = `syntax = "proto3";
  message Model { int64 format = 1; string producer = 2; Graph graph = 7; repeated Operators operators = 8; }
  message Operators { string domain = 1; int64 version = 2; }
  message Graph {
    repeated Node nodes = 1; string name = 2; repeated Tensor constants = 5; repeated Value inputs = 11; repeated Value outputs = 12;
  }
  message Node {
    repeated string inputs = 1; repeated string outputs = 2; string name = 3; string operator = 4; repeated Attribute attributes = 5;
    string domain = 7;
  }
  message Attribute { string name = 1; float float = 2; int64 integer = 3; bytes text = 4; int32 kind = 20; }
  message Tensor { repeated int64 dimensions = 1; int32 type = 2; string name = 8; bytes data = 9; }
  message Value { string name = 1; Type type = 2; }
  message Type { Shaped tensor = 1; }
  message Shaped { int32 type = 1; Shape shape = 2; }
  message Shape { repeated Dimension dimensions = 1; }
  message Dimension { int64 size = 1; }`;

/** TensorProto.DataType */
const TYPES = { float32: 1, integer: 7, float64: 11 } as const;
/** The first operator set that has Gelu, and the version of the format that goes with it. */
const OPERATORS = 20;
const FORMAT = 9;

export function encode({ nodes, type, inputs, outputs, constants }: Model): Uint8Array {
  const value = ([name, dimensions]: [string, Dimensions]) => {
    const shape = { dimensions: dimensions.map((size) => ({ size })) };
    return { name, type: { tensor: { type: TYPES[type], shape } } };
  };
  const graph = {
    nodes: nodes.map((node) => ({ ...node, name: `${node.operator} ${node.outputs[0]}`, attributes: listed(node.attributes) })),
    name: "graph",
    constants: Object.entries(constants).map(([name, { dimensions, data }]) => tensor(name, dimensions, data)),
    inputs: Object.entries(inputs).map(value),
    outputs: Object.entries(outputs).map(value),
  };
  const operators = [{ version: OPERATORS }, { domain: "com.microsoft", version: 1 }];
  const message = requirePackage("protobufjs").parse(MESSAGES).root.lookupType("Model");
  return message.encode({ format: FORMAT, producer: "hillock-peers", graph, operators }).finish();
}

/** The attributes of a node as a list, each with its kind, an AttributeProto.AttributeType. */
function listed(attributes: Node["attributes"] = {}): object[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "string") return { name, text: new TextEncoder().encode(value), kind: 3 };
    return typeof value === "object" ? { name, integer: value.integer, kind: 2 } : { name, float: value, kind: 1 };
  });
}

function tensor(name: string, dimensions: Dimensions, data: Constant["data"]): object {
  const type = data instanceof Float32Array ? TYPES.float32 : data instanceof Float64Array ? TYPES.float64 : TYPES.integer;
  return { dimensions, type, name, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
