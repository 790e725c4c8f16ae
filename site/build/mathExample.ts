/** Examples of the functions of `hillock/math`, with results that are the same everywhere. */
import * as math from "hillock/math";
import { elementary } from "../../oracle/elementary.js";
import { type MathEntry, readInterval } from "../../specification/schema.js";

/** A function of `hillock/math`, of one argument or two. */
interface Elementary {
  (...numbers: readonly number[]): number;
  (...arrays: readonly Float64Array[]): Float64Array;
  (array: Float64Array, number: number): Float64Array;
  readonly derivative?: (x: number) => number;
}

const functions = math as unknown as Readonly<Record<string, Elementary>>;

const INPUTS = [0.25, 0.5, 0.75];

/** Lines of code that call a function with numbers and arrays, and say what comes out. */
export function mathExample(name: string): string {
  const { arguments: names = ["x"], domain } = elementary[name] as MathEntry;
  const f = functions[name] as Elementary;
  const least = Math.max(0, Number(readInterval(domain[0] as string).low) || 0);
  const inputs = names.map((_, i) => INPUTS.map((value) => value + i + least));
  const numbers = inputs.map(([, value]) => value as number);
  const arrays = inputs.map((values) => Float64Array.from(values));
  const called = `${name}(${names.join(", ")})`;
  const out = names[0] as string;
  return [
    `import { ${name} } from "hillock/math";`,
    "",
    `${name}(${numbers.join(", ")}); // => ${f(...numbers)}`,
    ...(f.derivative ? [`${name}.derivative(${numbers[0]}); // => ${f.derivative(numbers[0] as number)}`] : []),
    "",
    ...names.map((argument, i) => `const ${argument} = Float64Array.of(${(inputs[i] as number[]).join(", ")});`),
    `${called}; // => ${written(f(...arrays))}`,
    ...(names.length > 1 ? [`${name}(${out}, 2); // => ${written(f(arrays[0] as Float64Array, 2))}`] : []),
    `${called.slice(0, -1)}, { out: ${out} }) === ${out}; // => true`,
  ].join("\n");
}

const written = (array: Float64Array): string => `Float64Array [${array.join(", ")}]`;
