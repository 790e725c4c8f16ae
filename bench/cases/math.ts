/** Cases of the elementary functions: arrays, and number by number, beside the host's Math. */
import { type Case, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { spots } from "../check.js";
import { mathLoop, mathNumbers, takesTwo } from "../loops/math.js";
import { type Floats, normal, type Type } from "../numbers.js";
import type { Key } from "../results.js";

export function mathCase(name: string, type: Type, size: number, drawn = false): Case {
  const key: Key = { part: "math", name, method: "value", form: "", type, shape: [size], drawn };
  return { ...key, recipe: () => mathRecipe(key) };
}

export async function mathRecipe(key: Key): Promise<Recipe> {
  const { ElementaryReference } = await import("../../oracle/elementary.js");
  const { formats } = await import("../../oracle/formats.js");
  const { name, type, shape } = key;
  const [size] = shape as [number];
  const inputs: { readonly [name: string]: Floats } = takesTwo(name)
    ? { x: mathNumbers(name, type, size), y: normal(type, size, 1) }
    : { x: mathNumbers(name, type, size) };
  const given = Object.values(inputs);
  const kernels = kernelsOf(key);
  const reference = new ElementaryReference(name);
  const at = spots(size);
  const values = at.map(
    (i) =>
      reference.judge(
        formats[type],
        given.map((array) => array[i] as number),
        0,
      ).rounded,
  );
  return {
    inputs,
    outputs: { value: size },
    kernels,
    contestants: [...loop("naive", mathLoop(name)), ...loop("numbers", mathLoop(name, true)), ...hillockOf(kernels)],
    expected: [{ name: "value", at, values, scale: 1 }],
  };
}
