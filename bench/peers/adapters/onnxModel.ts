/** The few protobuf messages of ONNX that a model of one or a few nodes needs (onnx.proto3), written by hand. */
import type { Floats } from "../../numbers.js";

export type Attribute = number | string | { readonly integer: number };
export type Data = Floats | BigInt64Array;
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
  readonly data: Data;
}

export interface Model {
  readonly nodes: readonly Node[];
  readonly type: "float32" | "float64";
  readonly inputs: { readonly [name: string]: Dimensions };
  readonly outputs: { readonly [name: string]: Dimensions };
  readonly constants: { readonly [name: string]: Constant };
}

/** TensorProto.DataType */
const TYPES = { float32: 1, integer: 7, float64: 11 } as const;
/** AttributeProto.AttributeType */
const ATTRIBUTES = { float: 1, integer: 2, text: 3 } as const;
/** The first operator set that has Gelu, and the version of the format that goes with it. */
const OPERATORS = 20;
const FORMAT = 9;

export function encode({ nodes, type, inputs, outputs, constants }: Model): Uint8Array {
  const all = <T>(items: { readonly [name: string]: T }, write: (name: string, item: T) => Uint8Array) =>
    Object.entries(items).map(([name, item]) => write(name, item));
  const graph = [
    ...nodes.map((node) => bytes(1, nodeProto(node))),
    text(2, "graph"),
    ...all(constants, (name, constant) => bytes(5, tensorProto(name, constant))),
    ...all(inputs, (name, dimensions) => bytes(11, valueInfo(name, type, dimensions))),
    ...all(outputs, (name, dimensions) => bytes(12, valueInfo(name, type, dimensions))),
  ];
  return join([
    integer(1, FORMAT),
    text(2, "hillock-peers"),
    bytes(7, join(graph)),
    bytes(8, join([text(1, ""), integer(2, OPERATORS)])),
    bytes(8, join([text(1, "com.microsoft"), integer(2, 1)])),
  ]);
}

function nodeProto({ operator, inputs, outputs, attributes = {}, domain }: Node): Uint8Array {
  return join([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `${operator} ${outputs[0]}`),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeProto(name, value))),
    ...(domain ? [text(7, domain)] : []),
  ]);
}

function attributeProto(name: string, value: Attribute): Uint8Array {
  if (typeof value === "string") return join([text(1, name), text(4, value), integer(20, ATTRIBUTES.text)]);
  if (typeof value === "object") return join([text(1, name), integer(3, value.integer), integer(20, ATTRIBUTES.integer)]);
  return join([text(1, name), float(2, value), integer(20, ATTRIBUTES.float)]);
}

function tensorProto(name: string, { dimensions, data }: Constant): Uint8Array {
  const type = data instanceof Float32Array ? TYPES.float32 : data instanceof Float64Array ? TYPES.float64 : TYPES.integer;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return join([...dimensions.map((length) => integer(1, length)), integer(2, type), text(8, name), bytes(9, raw)]);
}

function valueInfo(name: string, type: Model["type"], dimensions: Dimensions): Uint8Array {
  const shape = join(dimensions.map((length) => bytes(1, integer(1, length))));
  return join([text(1, name), bytes(2, bytes(1, join([integer(1, TYPES[type]), bytes(2, shape)])))]);
}

/** Kinds of fields on the wire. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 127n;
    out.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return out;
}

function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint((field << 3) | VARINT), ...varint(value)]);
}

function float(field: number, value: number): Uint8Array {
  return join([Uint8Array.from(varint((field << 3) | FIXED_32)), new Uint8Array(Float32Array.of(value).buffer)]);
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.from([...varint((field << 3) | LENGTH_DELIMITED), ...varint(content.length)]), content]);
}

function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
