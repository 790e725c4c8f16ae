/**
 * The package's command, as it is built: what it prints, in 80 columns or as JSON, how it ends, and
 * what it refuses.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KINDS } from "../../bench/kinds.js";
import { compare } from "../../bench/sideBySide.js";
import { functions as allFunctions } from "../../cli/functions.js";
import { HELP } from "../../cli/help.js";
import { aboutOf, textOf } from "../../cli/info.js";
import { readCertificates } from "../../proof/record.js";

const COMMAND = "bin/hillock.js";
/** A block of ordinary numbers, beside 1. */
const BLOCK = 63;

function hillock(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));
const functions = Object.keys(allFunctions);
const allActivations = KINDS.activations as object;

/** A folder with a certificate of which one checksum is another. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hillock-certificates-"));
  const wrong = Object.entries(readCertificates("gelu")).map(([method, checksums]) => [
    method,
    [checksums.map((checksum, block) => (block === BLOCK ? "00000000" : checksum)).join(" ")],
  ]);
  writeFileSync(join(folder, "gelu.json"), JSON.stringify(Object.fromEntries(wrong)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [[], HELP],
  [["--help"], HELP],
  [["verify", "--help"], HELP],
  [["-h"], HELP],
  [["help"], HELP],
  [["--version"], /^\d+\.\d+\.\d+\n$/],
  [["list"], /^activations\n {2}.*\bgelu\b/s],
  [["info"], /^cpu {15}.+\ncores/],
  [["info", "gelu"], /^gelu\n {2}value +0\.5\*x\*erfc\(-x\/sqrt\(2\)\)\n[\s\S]*\nvalue +0\.51 \(0\.5\d*\)/],
  [["info", "softplus"], /\n {2}derivativeFromOutput +-expm1\(/],
  [["info", "softmax"], /\n {2}gradient .*, from the\n +output y, p the dy of/],
  [
    ["info", "exp"],
    /^exp\n {2}value +exp\(x\)\n[\s\S]*Errors promised \(worst found\), .*\n +float32 +float64\nvalue +0\.51 \(0\.5\d*\) +0\.9 \(0\.6\d*\)\n$/,
  ],
  [["info", "math.tanh"], /^math\.tanh\n {2}value +tanh\(x\)\n[\s\S]* +float32 +float64\nvalue /],
  [["info", "tanh"], /^tanh\n[\s\S]* +float32 +fast +float64\nvalue /],
  [["bench", "relu", "--length", "64"], /relu( +[\d.]+){3} +[\d.]+x +exact +exact\n/],
  [["bench", "relu", "--length", "2097152"], /relu( +[\d.]+){3} /],
  [["bench", "relu", "--length", "1e3"], /float32 arrays of 1000,/],
  [["verify", "relu", "value", "--blocks", "1e1", "--threads", "1e0"], /^relu value +the bits that were proven, for 1 of 256 blocks\n/],
  [["verify", "math.exp", "--blocks", `${BLOCK}`], /^math\.exp value +the bits that were proven, for 1 of 256 blocks\n$/],
  [["verify", "exp", "--blocks", `${BLOCK}`], /^math\.exp value +the bits that were proven, for 1 of 256 blocks\n$/],
  [["verify", "tanh", "value", "--blocks", `${BLOCK}`], /^tanh value +the bits that were proven, for 1 of 256 blocks\n$/],
  [["verify", "gelu", "value", "--blocks", `${BLOCK},191`], /^gelu value +the bits that were proven, for 2 of 256 blocks\n$/],
] as const)("hillock %j", (args, expected) => {
  const { status, stdout } = hillock(...args);
  if (typeof expected === "string") expect(stdout).toBe(expected);
  else expect(stdout).toMatch(expected);
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  expect(status).toBe(0);
});

test.each([
  [
    ["list"],
    { activations: expect.arrayContaining(["gelu"]), layers: ["dense"], "hillock/math": expect.not.arrayContaining(["deterministic"]) },
  ],
  [["--version"], expect.any(String)],
  [["info"], { backend: expect.any(String), hillock: expect.any(String) }],
  [["info", "prelu"], { name: "prelu", specification: { range: "(-Infinity, Infinity)" }, record: { unit: "ulp" } }],
  [
    ["bench", "relu", "tanh", "--length", "64"],
    { length: 64, units: { error: "ULP" }, rows: [{ name: "relu", error: 0 }, { name: "tanh" }] },
  ],
  [["verify", "gelu", "derivative", "--blocks", "3"], [{ name: "gelu", method: "derivative", blocks: 1, different: [] }]],
] as const)("hillock %j --json", (args, expected) => {
  const { status, stdout } = hillock(...args, "--json");
  expect(JSON.parse(stdout)).toMatchObject(expected);
  expect(status).toBe(0);
});

test("bench times a way when it is warm, whatever its first calls took", async () => {
  let calls = 0;
  const slowAtFirst = () => {
    const until = performance.now() + (calls++ < 2 ? 15 : 0);
    while (performance.now() < until);
  };
  const f = (x: Float64Array | Float32Array) => (x instanceof Float64Array ? x : slowAtFirst());
  const x = Float32Array.of(1);
  const contestant = { name: "f", f: f as never, exact: f as never, loop: () => {}, inUlp: true, end: () => {} };
  const { memory } = await compare(contestant, x, async () => {});
  expect(memory).toBeLessThan(1e6);
  expect(calls).toBeGreaterThan(100);
});

test.each(functions)("what info says of %s fits a terminal", (name) => {
  const text = textOf(aboutOf(name));
  expect(text).toMatch(new RegExp(`^${name}\\n`));
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("a result that is not on record is found, and the command ends with 1", () => {
  const { status, stdout } = hillock("verify", "gelu", "value", "derivative", "--blocks", `${BLOCK},64`, "--certificates", folder);
  expect(stdout).toMatch(/^gelu value +DIFFERS in blocks 63\ngelu derivative +DIFFERS in blocks 63\n$/);
  expect(status).toBe(1);
});

describe("is refused, in one line", () => {
  test.each([
    [["prove"], 'there is no command "prove"; expected list, info, bench, verify'],
    [["list", "gelu"], 'list takes no names, not "gelu"; info has what there is of one'],
    [["--json"], "--json is for a command; expected list, info, bench, verify"],
    [["info", "gleu"], 'there is no function "gleu"; expected one such as glu, elu or gelu'],
    [["info", "deterministic"], /^there is no function "deterministic"; /],
    [["info", "gelu", "silu"], "info takes one name, not 2"],
    [["info", "math.gelu"], /^there is no function "math\.gelu"; expected one such as /],
    [["bench", "gumbelSoftmax"], "bench has no loop to hold gumbelSoftmax against: it draws numbers, and no loop draws the same"],
    [["bench", "swigluOai"], "bench has no loop to hold swigluOai against: it is no activation times a value"],
    [["bench", "gleu"], /^there is no function "gleu"; expected one such as .*\bgelu\b/],
    [["bench", "--length", "many"], '--length "many" is no length; expected a whole number from 1 to 16777216'],
    [["bench", "--blocks", "3"], "bench has no --blocks; npx hillock --help has the options"],
    [["list", "--verbose"], /^Unknown option '--verbose'; expected a command and /],
    [["verify", "softmax"], /^there is no certificate of "softmax"; expected one such as /],
    [["verify", "gelu", "backward"], "there is no certificate of backward of gelu"],
    [["verify", "gelu", "--blocks", "256"], '--blocks "256": expected whole numbers from 0 to 255, as in 63,191'],
    [["verify", "gelu", "--threads", "0"], '--threads "0": expected a whole number from 1'],
    [["verify", "gelu", "--threads", "-1"], '--threads "-1": expected a whole number from 1'],
    [["verify", "gelu", "--threads"], /^Option '--threads <value>' argument missing; expected a command and /],
    [["verify", "gelu", "--threads", "-x"], /^Option '--threads' argument is ambiguous; expected a command and /],
    [["verify", "gelu", "--certificates", "test/node"], "there is no certificate in test/node"],
    [["verify", "package", "--certificates", "fast"], "fast/package.json is no certificate: expected texts with checksums, by method"],
    [["verify", "gelu", "--certificates", "/nowhere"], "there is no folder /nowhere"],
  ] as const)("%j", (args, expected) => {
    const { status, stdout, stderr } = hillock(...args);
    expect([status, stdout]).toEqual([1, ""]);
    const said = /^hillock: (.*)\n$/.exec(stderr)?.[1];
    if (typeof expected === "string") expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });
});

test("verify without names lists those that there are, in the columns of a terminal", () => {
  const { status, stdout, stderr } = hillock("verify");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^hillock: verify takes names; expected some of\n {2}atan, [\s\S]*\bmath\.exp\b/);
  expect(widest(stderr)).toBeLessThanOrEqual(80);
});

test("bench holds functions of every kind against a loop, errors included where these are told in ULP", () => {
  const named = functions.filter((name) => !["gumbelSoftmax", "swigluOai"].includes(name) && !(name in allActivations));
  const { status, stdout } = hillock("bench", ...named, "math.tanh", "--length", "64");
  expect(status).toBe(0);
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  const rows = [...stdout.matchAll(/^([\w.]+) +([\d.e]+) +([\d.e]+) +([\d.e]+) +([\d.e]+)x +(\S+) +(\S+)$/gm)];
  const shown = rows.map(([, name]) => name?.replace("math.", ""));
  expect(shown.toSorted()).toEqual([...named, "tanh"].toSorted());
  for (const [, name, , , , , error] of rows) {
    if (name === "dense") expect(error).toBe("-");
    else expect(error === "exact" ? 0 : Number(error), name).toBeLessThan(1);
  }
}, 120_000);

test("a certificate that is cut off is refused by its name", () => {
  writeFileSync(join(folder, "silu.json"), '{"value": [');
  const { status, stderr } = hillock("verify", "silu", "--certificates", folder);
  expect(stderr).toMatch(/^hillock: .*silu\.json is no certificate: .*\n$/);
  expect(status).toBe(1);
});

test.runIf(existsSync("/dev/full"))("a full disk is told in one line", () => {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, "list"], {
    stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    encoding: "utf8",
  });
  expect(stderr).toBe("hillock: cannot write to stdout: ENOSPC: no space left on device, write\n");
  expect(status).toBe(1);
});

test("lines end where a narrow terminal does", () => {
  const before = Object.getOwnPropertyDescriptor(process.stdout, "columns");
  Object.defineProperty(process.stdout, "columns", { value: 50, configurable: true });
  try {
    expect(widest(textOf({ ...aboutOf("gelu"), record: undefined }))).toBeLessThanOrEqual(50);
  } finally {
    if (before) Object.defineProperty(process.stdout, "columns", before);
    else delete (process.stdout as { columns?: number }).columns;
  }
});

test.each([["verify", "gelu"], ["bench"]])(
  "Ctrl-C ends %s with 130, its threads too",
  async (...args) => {
    const interrupt = 'name === "SIGINT" && setTimeout(() => process.kill(process.pid, name), 300)';
    const preload = `data:text/javascript,process.on("newListener", (name) => ${interrupt})`;
    const run = spawn(process.execPath, ["--import", preload, COMMAND, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    const said: string[] = [];
    run.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
    const [status, signal] = await once(run, "close");
    expect(signal === null ? status : signal).toBe(130);
    expect(said.join("")).toMatch(/stopped\n$/);
  },
  30_000,
);
