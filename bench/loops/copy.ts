/**
 * A copy loop in WebAssembly SIMD: what the cheapest activation costs at least. Compiled on the
 * spot, by the kernels' compiler.
 */
import { execFileSync } from "node:child_process";
import { root } from "../command.js";
import type { Floats } from "../numbers.js";

const LINE = 64;
const PAGE = 65536;

const source = `
  export function copy(x: usize, y: usize, n: usize): void {
    const end = x + 4 * n;
    for (; x + 64 <= end; x += 64, y += 64) {
      const a = v128.load(x, 0), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
      v128.store(y, a, 0);
      v128.store(y, b, 16);
      v128.store(y, c, 32);
      v128.store(y, d, 48);
    }
    for (; x < end; x += 4, y += 4) store<f32>(y, load<f32>(x));
  }`;

/**
 * A program that compiles, for a process of its own: the compiler's memory grows, which slows the
 * loops of this one (reference.ts).
 */
const compiler = `
  import { compileString } from "assemblyscript/asc";
  const options = { optimizeLevel: 3, runtime: "stub", enable: ["simd"], importMemory: true, noExportMemory: true, initialMemory: 1 };
  const { binary, error, stderr } = await compileString(process.argv[1], options);
  if (error) throw Error(stderr);
  process.stdout.write(binary);`;

/**
 * A function that copies numbers to right behind them, as float32 in a memory of its own, 64 bytes
 * in an iteration.
 */
export type Copier = (numbers: Floats) => (calls: number) => void;

let module: WebAssembly.Module | undefined;

export function compileCopyLoop(): Copier {
  const compile = () => execFileSync(process.execPath, ["--input-type=module", "-e", compiler, source], { cwd: root });
  module ??= new WebAssembly.Module(new Uint8Array(compile()));
  const compiled = module;
  return (numbers) => {
    const output = Math.ceil((4 * numbers.length) / LINE) * LINE;
    const memory = new WebAssembly.Memory({ initial: Math.ceil((2 * output) / PAGE) });
    const { copy } = new WebAssembly.Instance(compiled, { env: { memory } }).exports as { copy(x: number, y: number, n: number): void };
    const x = new Float32Array(memory.buffer, 0, numbers.length);
    const y = new Float32Array(memory.buffer, output, numbers.length);
    x.set(numbers);
    return (calls) => {
      for (let i = 0; i < calls; i++) copy(0, output, x.length);
      if (!Object.is(y.at(-1), x.at(-1))) throw Error("the copy loop does not copy");
    };
  };
}
