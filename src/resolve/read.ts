import { describe, fail } from "../call/errors.js";
import { type Form, isObject } from "./form.js";
import { frameworks } from "./frameworks.js";
import { readObject } from "./objects.js";
import { readText } from "./text.js";

/** Reads a text or an object. */
export function readForm(given: unknown): Form {
  const form = typeof given === "string" ? readText(given) : isObject(given) ? readObject(given) : undefined;
  if (form !== undefined) return { options: {}, positional: [], frameworks, ...form };
  const expected = 'a name such as "nn.LeakyReLU(negative_slope=0.2)", a config of Keras or a node of ONNX';
  return fail("HILLOCK_TYPE", "resolve", `name is ${describe(given)}, expected ${expected}`);
}
