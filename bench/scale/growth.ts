/** Times and memory against the length of arrays, and of as many numbers in rows. */
import os from "node:os";
import { Arena } from "../case.js";
import { functionOf, info } from "../hillock.js";
import { warm } from "../measure.js";
import { repeated } from "../numbers.js";
import { apply } from "../repeat.js";
import type { GrowthPoint } from "../results.js";
import { typical } from "../samples.js";

/** Functions that memory bounds, and that arithmetic does. */
const ELEMENTWISE = ["relu", "gelu"];
const LONGEST = 1e8;
/** The numbers that are taken as rows of any length. */
const IN_ROWS = 1e6;

export type Size = Pick<GrowthPoint, "name" | "rows" | "length">;

/** 1, 2, 5, 10 ... up to a number. */
const decades = (to: number) =>
  Array.from({ length: 9 }, (_, k) => [10 ** k, 2 * 10 ** k, 5 * 10 ** k]).flatMap((all) => all.filter((n) => n <= to));

/** The sizes that this machine has memory for: two arrays, in hillock's memory and out of it. */
export function sizesOf(names: readonly string[], isQuick: boolean): Size[] {
  const longest = Math.min(isQuick ? 1e6 : LONGEST, os.freemem() / 32);
  const lengths = decades(longest).filter((_, i) => !isQuick || i % 3 === 0);
  const elementwise = ELEMENTWISE.filter((name) => names.includes(name));
  const rows = names.includes("softmax") ? ["softmax"] : [];
  return [
    ...elementwise.flatMap((name) => lengths.map((length) => ({ name, rows: 1, length }))),
    ...rows.flatMap((name) => decades(Math.min(longest, IN_ROWS)).map((length) => ({ name, rows: IN_ROWS / length, length }))),
  ].filter(({ rows }) => Number.isInteger(rows));
}

/** Every size in memory and staged, each pair of arrays as long as it needs to be. */
export async function growth(sizes: readonly Size[], milliseconds: number, show: (size: Size) => void): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const size of sizes) {
    show(size);
    const count = size.rows * size.length;
    const arena = new Arena("float32");
    arena.reserve([count, count]);
    const time = async (residence: GrowthPoint["residence"], take: (length: number) => Float32Array) => {
      const run = callOf(size, repeated(take(count)), take(count));
      // Half of the time before anything counts.
      await warm({ run }, milliseconds / (4 * sizes.length));
      const nanoseconds = typical(run, milliseconds / (4 * sizes.length)) * 1e6;
      points.push({ ...size, residence, nanoseconds, memoryBytes: info().memory.bytes });
    };
    await time("memory", (length) => arena.take(length) as Float32Array);
    arena.close();
    await time("staged", (length) => new Float32Array(length));
  }
  return points;
}

function callOf({ name, rows, length }: Size, x: Float32Array, out: Float32Array): (calls: number) => unknown {
  const isElementwise = ELEMENTWISE.includes(name);
  const f = functionOf(isElementwise ? "elementwise" : "rowwise", name);
  const args = [x, isElementwise ? { out } : { shape: [rows, length], out }];
  return (calls) => apply(f, args, calls);
}
