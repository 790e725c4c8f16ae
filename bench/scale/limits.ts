/** The limits of the machine: how fast it copies, and how fast it multiplies and adds. */
import asc from "assemblyscript/asc";
import { warm } from "../measure.js";
import { repeated } from "../numbers.js";
import type { Copy, Limits } from "../results.js";
import { typical } from "../samples.js";

/** Sizes of a copy: within the first cache, within the second, and beyond all. */
const COPIES = [2 ** 14, 2 ** 18, 2 ** 26];
/** Turns of the loop over registers in a call. */
const TURNS = 10_000;
/** Milliseconds until V8 has compiled it for speed. */
const WARMING = 150;
/** Registers that are multiplied and added to side by side: which is best depends on the engine. */
const REGISTERS = [8, 10, 12];
const LANES = 4;

export async function limitsOf(backend: string, milliseconds: number): Promise<Limits> {
  const isFused = backend === "relaxed";
  const each = milliseconds / (COPIES.length + 1);
  const copies = COPIES.map((bytes): Copy => ({ bytes, gigabytesPerSecond: (2 * bytes) / (copying(bytes, each) * 1e6) }));
  if (backend === "js") return { copies, isFused };
  const speeds: number[] = [];
  for (const registers of REGISTERS) {
    const run = await multiplications(registers, isFused);
    const repeat = (calls: number) => {
      for (let i = 0; i < calls; i++) run(TURNS, 0.5, 0.25);
    };
    await warm({ run: repeat }, WARMING);
    const perCall = typical(repeat, each / REGISTERS.length);
    speeds.push((2 * LANES * registers * TURNS) / (perCall * 1e6));
  }
  return { copies, gigaflops: Math.max(...speeds), isFused };
}

/** Milliseconds of a copy of that many bytes. */
function copying(bytes: number, milliseconds: number): number {
  const from = repeated(new Float32Array(bytes / 4));
  const to = new Float32Array(from.length);
  return typical((calls) => {
    for (let i = 0; i < calls; i++) to.set(from);
  }, milliseconds);
}

/**
 * A loop that multiplies and adds to numbers in registers: as many of them as hide how long one
 * product takes, and as there are. The factor and the term come from outside: V8 has constants from
 * memory at each use.
 */
async function multiplications(registers: number, isFused: boolean): Promise<(turns: number, factor: number, term: number) => number> {
  const names = Array.from({ length: registers }, (_, i) => `a${i}`);
  const step = (a: string) => (isFused ? `f32x4.relaxed_madd(${a}, factor, term)` : `f32x4.add(f32x4.mul(${a}, factor), term)`);
  const source = `
    export function run(turns: i32, a: f32, b: f32): f32 {
      const factor = f32x4.splat(a);
      const term = f32x4.splat(b);
      ${names.map((name, i) => `let ${name} = f32x4.splat(${i + 1});`).join("\n")}
      for (let i = 0; i < turns; i++) {
        ${names.map((name) => `${name} = ${step(name)};`).join("\n")}
      }
      return f32x4.extract_lane(${names.reduce((sum, name) => `f32x4.add(${sum}, ${name})`)}, 0);
    }`;
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const options = ["run.ts", "--outFile", "run.wasm", "--runtime", "stub", "-O3", "--enable", isFused ? "simd,relaxed-simd" : "simd"];
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => (name === "run.ts" ? source : null),
    writeFile(_, data) {
      bytes = data as Uint8Array<ArrayBuffer>;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw Error(`${stderr}`.trim() || `${error}`);
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports.run as (turns: number, factor: number, term: number) => number;
}
