import { fail } from "../call/errors.js";
import { isObject, type Part, type Properties } from "./form.js";
import { KERAS } from "./frameworks.js";

/** The names under which configurations of models have the name of an activation. */
const OF_MODELS = ["hidden_activation", "hidden_act", "activation_function"];

/** Reads a node of ONNX, a config of Keras or TensorFlow.js, or the configuration of a model. */
export function readObject(object: Properties): Part | undefined {
  const operator = object.op_type ?? object.opType;
  if (typeof operator === "string") return readNode(operator, object);
  const name = object.class_name ?? object.className;
  if (typeof name === "string") return readConfig(name, object);
  const ofModel = OF_MODELS.map((key) => object[key]).find((value) => typeof value === "string");
  return typeof ofModel === "string" ? { name: ofModel, frameworks: ["huggingface"] } : undefined;
}

/** The modules of what Keras itself has. A class of another may have the name of one of its own. */
const OWN_MODULES = /^(keras|tf_keras|tensorflow|builtins)\b/;

function readConfig(name: string, { config, module, registered_name: registered }: Properties): Part | undefined {
  if (name === "function" && typeof config === "string") return { name: config, frameworks: KERAS };
  if (name === "Activation" && isObject(config)) {
    const { activation } = config;
    return typeof activation === "string"
      ? { name: activation, frameworks: KERAS }
      : isObject(activation)
        ? readObject(activation)
        : undefined;
  }
  if (config !== undefined && config !== null && !isObject(config)) return undefined;
  const own = typeof module !== "string" || OWN_MODULES.test(module) ? name : `${module}.${name}`;
  const full = typeof registered === "string" && registered.includes(">") ? registered : own;
  return { name: full, options: config ?? {}, frameworks: KERAS };
}

function readNode(operator: string, { domain, attribute, attributes = attribute, input, inputs = input }: Properties): Part | undefined {
  const options = Array.isArray(attributes)
    ? Object.fromEntries(attributes.filter(isObject).map((one) => [String(one.name), attributeValue(one)]))
    : isObject(attributes)
      ? attributes
      : {};
  // Since opset 11 the limits are inputs: a node alone does not say what they are.
  if (operator === "Clip" && Array.isArray(inputs) && inputs.slice(1).some(Boolean) && !("min" in options || "max" in options))
    fail("HILLOCK_OPTION", "resolve", "Clip has its limits as inputs, expected them as attributes min and max");
  const prefix = typeof domain === "string" && !/^(ai\.onnx)?$/.test(domain) ? `${domain}.` : "";
  return { name: prefix + operator, options, frameworks: ["onnx"] };
}

/** The fields with the value of an attribute, by its type as a number and as a name in protobuf. */
const FIELDS: Readonly<Record<string, string>> = { 1: "f", FLOAT: "f", 2: "i", INT: "i", 3: "s", STRING: "s" };

function attributeValue(attribute: Properties): unknown {
  const { type } = attribute;
  const field = FIELDS[String(type)] ?? ["f", "i", "s", "value"].find((name) => attribute[name] !== undefined);
  const value = field === undefined ? undefined : attribute[field];
  if (field === "i") return readInteger(value);
  return field === "s" ? readBytes(value) : value;
}

/**
 * An integer of 64 bits: a number, a BigInt, a text in JSON, or two halves. What is none comes back
 * to be refused.
 */
function readInteger(value: unknown): unknown {
  if (isObject(value) && typeof value.low === "number" && typeof value.high === "number") return value.high * 2 ** 32 + (value.low >>> 0);
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}

/** A text that protobuf has as bytes, and its JSON in base64. */
function readBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  return typeof value === "string" && /^[\w+/]+={1,2}$/.test(value) ? atob(value) : value;
}
