import type { Part } from "./form.js";
import type { Value } from "./meaning.js";

/** The words for values in Python and in JavaScript. */
const WORDS: Readonly<Record<string, Value>> = {
  True: true,
  true: true,
  False: false,
  false: false,
  None: null,
  null: null,
  inf: Infinity,
  "-inf": -Infinity,
  Infinity: Infinity,
  "-Infinity": -Infinity,
  nan: NaN,
  NaN: NaN,
};

/**
 * Reads a name alone, or one with arguments as Python prints a module: `Softplus(beta=1.0,
 * threshold=20.0)`, `Hardshrink(0.5)`. Undefined where it is neither.
 */
export function readText(text: string): Part | undefined {
  const [, name, list] = /^\s*([\w.>]+)\s*(?:\(([^()]*)\)\s*)?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const options: Record<string, Value> = Object.create(null);
  const positional: Value[] = [];
  for (const argument of list?.trim() ? list.split(",") : []) {
    const [, key, written = ""] = /^\s*(?:(\w+)\s*=)?\s*(.*?)\s*$/.exec(argument) ?? [];
    const value = readValue(written);
    if (value === undefined || (key !== undefined && key in options)) return undefined;
    if (key === undefined) positional.push(value);
    else options[key] = value;
  }
  return { name, options, positional };
}

function readValue(written: string): Value | undefined {
  const [, quoted] = /^(?:'([^']*)'|"([^"]*)")$/.exec(written)?.filter((part) => part !== undefined) ?? [];
  if (quoted !== undefined) return quoted;
  if (Object.hasOwn(WORDS, written)) return WORDS[written];
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(written) ? Number(written) : undefined;
}
