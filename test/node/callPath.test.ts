/** The files of the build that a call passes through: V8 counts which of their functions ran. */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const counter = `
  const { Session } = await import("node:inspector/promises");
  const { dense, gelu, relu, softmax } = await import(BUILD + "/index.js");
  const [x, weights, bias] = [16, 64, 4].map((length) => new Float32Array(length));
  const calls = {
    gelu: () => gelu(x),
    dense: () => dense(x, weights, bias, { inputs: 16, outputs: 4, activation: relu }),
    softmax: () => softmax(x),
  };
  const session = new Session();
  session.connect();
  const covered = async (call) => {
    await session.post("Profiler.takePreciseCoverage");
    call();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const entered = ({ functions }) => functions.some(({ ranges }) => ranges[0].count > 0);
    return result.filter((script) => script.url.startsWith(BUILD) && entered(script)).map(({ url }) => url.slice(BUILD.length + 1)).sort();
  };
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  const files = {};
  for (const [name, call] of Object.entries(calls)) files[name] = { first: await covered(call), later: await covered(call) };
  console.log(JSON.stringify(files));`;

const build = JSON.stringify(pathToFileURL("dist").href);
const output = execFileSync(process.execPath, ["--input-type=module", "--eval", counter.replaceAll("BUILD", build)], { encoding: "utf8" });
const files: Record<string, { first: string[]; later: string[] }> = JSON.parse(output);

/**
 * A first call compiles the kernel besides, which it takes relaxed SIMD out of on Node 20, and for
 * a layer makes its products and looks its activation up.
 */
test.each([
  { name: "gelu", first: 8, later: 5 },
  { name: "dense", first: 13, later: 9 },
  { name: "softmax", first: 12, later: 10 },
])("a call of $name on ordinary arrays passes through at most $later files, the first one through $first", ({ name, first, later }) => {
  expect(files[name]?.first.length, files[name]?.first.join(", ")).toBeLessThanOrEqual(first);
  expect(files[name]?.later.length, files[name]?.later.join(", ")).toBeLessThanOrEqual(later);
  expect(files[name]?.later).toContain("call/arrays.js");
});
