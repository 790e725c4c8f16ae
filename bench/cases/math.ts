/** Cases of the elementary functions: arrays, and number by number, beside the host's Math. */
import { type Case, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { spots } from "../check.js";
import { functionOf, mathSpecificationOf } from "../hillock.js";
import { compile } from "../loops/compile.js";
import { erf } from "../loops/written.js";
import { type Floats, normal, type Type } from "../numbers.js";
import type { Key } from "../results.js";

export function mathCase(name: string, type: Type, size: number, drawn = false): Case {
  const key: Key = { part: "math", name, method: "value", form: "", type, shape: [size], drawn };
  return { ...key, recipe: () => mathRecipe(key) };
}

/** Functions that Math lacks, as people write them. */
const WRITTEN: { readonly [name: string]: string } = {
  exp2: "2 ** v",
  erf: "erf(v)",
  erfc: "1 - erf(v)",
  normalCdf: "0.5 * (1 + erf(v / Math.SQRT2))",
  logNormalCdf: "Math.log(0.5 * (1 + erf(v / Math.SQRT2)))",
};

const takesTwo = (name: string): boolean => functionOf("math", name).length === 3;

export async function mathRecipe(key: Key): Promise<Recipe> {
  const { ElementaryReference } = await import("../../oracle/elementary.js");
  const { formats } = await import("../../oracle/formats.js");
  const { name, type, shape } = key;
  const [size] = shape as [number];
  const inputs: { readonly [name: string]: Floats } = takesTwo(name)
    ? { x: numbersOf(name, type, size), y: normal(type, size, 1) }
    : { x: numbersOf(name, type, size) };
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
    contestants: [...loop("naive", loopOf(name)), ...loop("numbers", loopOf(name, true)), ...hillockOf(kernels)],
    expected: [{ name: "value", at, values, scale: 1 }],
  };
}

/** The loop that people write, or the same one with hillock's function of numbers. */
function loopOf(name: string, own = false) {
  const [parameters, reads, call] = takesTwo(name) ? ["x, w, y", "const v = x[i], u = w[i];", "v, u"] : ["x, y", "const v = x[i];", "v"];
  const expression = own ? `f(${call})` : (WRITTEN[name] ?? `Math.${name}(${call})`);
  return compile(parameters, `for (let i = 0; i < x.length; i++) { ${reads} y[i] = ${expression}; }`, { erf, f: functionOf("math", name) });
}

/** Normal numbers, brought into the domain of the function. */
function numbersOf(name: string, type: Type, size: number): Floats {
  const [low = 0, high = 0] = (mathSpecificationOf(name).domain.match(/-?(?:Infinity|\d+)/g) ?? []).map(Number);
  const x = normal(type, size, 0);
  if (high < Infinity) return x.map((v: number) => low + (high - low) * Math.abs(v % 1)) as Floats;
  if (low > -Infinity) return x.map((v: number) => low + Math.abs(v)) as Floats;
  return name === "pow" ? (x.map(Math.abs) as Floats) : x;
}
