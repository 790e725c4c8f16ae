/** Loops of elementary functions, as people write them, and numbers to call them with. */
import { intoDomain } from "../contestants.js";
import { functionOf, mathSpecificationOf } from "../hillock.js";
import { type Floats, normal, type Type } from "../numbers.js";
import { type AnyLoop, compile, type LoopText } from "./compile.js";
import { erf } from "./written.js";

/** Functions that Math lacks, as people write them. */
const WRITTEN: { readonly [name: string]: string } = {
  exp2: "2 ** v",
  erf: "erf(v)",
  erfc: "1 - erf(v)",
  normalCdf: "0.5 * (1 + erf(v / Math.SQRT2))",
  logNormalCdf: "Math.log(0.5 * (1 + erf(v / Math.SQRT2)))",
};

export const takesTwo = (name: string): boolean => functionOf("math", name).length === 3;

/** The loop that people write, or the same one with hillock's function of numbers, `f`. */
export function mathLoopText(name: string, own = false): LoopText {
  const [parameters, reads, call] = takesTwo(name) ? ["x, w, y", "const v = x[i], u = w[i];", "v, u"] : ["x, y", "const v = x[i];", "v"];
  const expression = own ? `f(${call})` : (WRITTEN[name] ?? `Math.${name}(${call})`);
  return [parameters, `for (let i = 0; i < x.length; i++) { ${reads} y[i] = ${expression}; }`];
}

export function mathLoop(...given: Parameters<typeof mathLoopText>): AnyLoop {
  return compile(...mathLoopText(...given), { erf, f: functionOf("math", given[0]) });
}

/** Normal numbers, brought into the domain of the function. */
export function mathNumbers(name: string, type: Type, size: number): Floats {
  return intoDomain(name, mathSpecificationOf(name).domain, normal(type, size, 0));
}
