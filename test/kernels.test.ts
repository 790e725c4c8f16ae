/**
 * The content of kernel modules, read off their bytes, and that building them takes no more than it
 * must.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gates } from "../oracle/gates.js";
import { activationInternalsOf, internalsOf } from "../src/functions/internals.js";
import { activations } from "../src/index.js";
import { CONSTANTS, PARAMETERS } from "../src/kernels/layout.js";
import { buildsOf, decode } from "../src/runtime/backend.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { disassemble, isList, type Wat, within } from "./support/wat.js";

const ROOT = join(import.meta.dirname, "..");
const MEMORY = ["import", '"env"', '"memory"', ["memory", expect.any(String), "1"]];

const ALIASES = { Float32: "", Float64: ".float64", Fast: ".fast" };
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const filesOf = (folder: string) => readdirSync(join(ROOT, folder)).filter((file) => file.endsWith(".ts") && file !== "index.ts");

/** The ends of names of modules beside which there are others from a source of the same name. */
const SUFFIXES: Readonly<Record<string, string>> = { channels: "Channels", elementary: "Elementary" };

/** The modules of a source: one for every alias that it exports. */
const ofSource = (kind: string, source: string, name: string, aliases = Object.keys(ALIASES) as (keyof typeof ALIASES)[]) =>
  aliases.flatMap((alias) => (read(source).includes(`\nexport type ${alias} =`) ? [{ kind, name: name + ALIASES[alias] }] : []));

/**
 * The modules that the sources ask for: what they compute, of which kind. Those of gradients, and
 * of most gates, have an activation for source.
 */
const wanted = [
  ...["activations", "channels", "random", "rowwise", "gated", "features", "losses", "dense", "elementary"].flatMap((kind) =>
    filesOf(`assembly/${kind}`).flatMap((file) => ofSource(kind, `assembly/${kind}/${file}`, file.replace(".ts", SUFFIXES[kind] ?? ""))),
  ),
  ...Object.entries(gates)
    .filter(([name]) => !filesOf("assembly/gated").includes(`${name}.ts`))
    .flatMap(([name, { activation }]) => ofSource("gated", `assembly/activations/${activation}.ts`, name)),
  ...filesOf("assembly/activations")
    .filter((file) => read(`assembly/activations/${file}`).includes("parameterDerivative("))
    .flatMap((file) => ofSource("learnable", `assembly/activations/${file}`, file.replace(".ts", "Gradients"), ["Float32", "Float64"])),
];
const namesOf = (kind: string) => wanted.filter((module) => module.kind === kind).map(({ name }) => name);

const files = readdirSync(join(ROOT, "src/kernels"), { recursive: true, encoding: "utf8" }).filter((file) => /\w\/\w.*\.ts$/.test(file));
const contents: Record<string, KernelCode>[] = await Promise.all(
  files.map((file) => import(/* @vite-ignore */ join(ROOT, "src/kernels", file))),
);
const kernels = contents.flatMap((exports) => Object.values(exports));

test("there is a module for every alias that a source exports, and no other", () => {
  expect(kernels.map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort());
});

test("every activation has the modules of one, for either type, and every module an activation", () => {
  const known = Object.values(activations).map((one) => internalsOf("test", "activation", one).kernels);
  const used = known.map(({ float32, float64 }) => {
    expect(float64?.name).toBe(`${float32?.name}.float64`);
    return float32?.name;
  });
  expect([...new Set(used)].sort()).toEqual([...new Set(namesOf("activations").map((name) => name.split(".")[0]))].sort());
});

test.each(Object.entries(activations))("%s has kernels of all its gradients, or of none", (_, activation) => {
  const { source } = activationInternalsOf("test", "activation", activation);
  const { channels32, channels64 } = internalsOf("test", "activation", activation).kernels as Partial<Record<string, KernelCode>>;
  const ofParameters = [source.kernels?.gradients32, source.kernels?.gradients64];
  const modules = [...ofParameters, channels32, channels64].filter((code) => code !== undefined);
  if (!("parameterGradients" in activation)) return;
  expect([0, 2]).toContain(modules.length);
  for (const code of modules) {
    const names = disassemble(buildsOf(code).simd)
      .filter(isList)
      .flatMap(([head, name]) => (head === "export" ? [JSON.parse(String(name))] : []));
    expect(names).toContain("gradients");
    if (channels32) expect(names).toContain("accumulate");
  }
});

const builds = kernels.flatMap((kernel) => Object.entries(buildsOf(kernel)).map(([build, bytes]) => ({ kernel, build, bytes })));
const multipliesAndAdds = (wat: Wat) => ["mul", "(add|sub)"].every((name) => has(wat, new RegExp(`^f(32x4|64x2)\\.${name}$`)));
const has = (wat: Wat, name: RegExp) => [...within(wat)].some(([head]) => typeof head === "string" && name.test(head));

/**
 * Where products and sums have nothing to do with each other, as in slopes, which are multiplied
 * with, and their gradients, which are added up; and where each is to be rounded, as slopes that
 * are drawn.
 */
const apart = /^(preluChannels|rrelu(\.|$)|leakyReluGradients|softsign$)/;

/** The matrix products, which are compiled as they stand: with calls, and without constants. */
const plain = namesOf("dense");
const elementwise = namesOf("activations");
/**
 * The functions with the same bits everywhere: of theirs, products and sums are fused only in short
 * ways to `f32` results, where a function of the rare path decides.
 */
const elementary = namesOf("elementary");

describe.each(builds.filter(({ kernel }) => !plain.includes(kernel.name)))("$kernel.name, $build", ({ kernel, build, bytes }) => {
  const module = disassemble(bytes);
  const parts = (kind: string) => module.filter(isList).filter(([head]) => head === kind);
  const functions = parts("func");

  test("is functions and nothing else, on an imported memory", () => {
    const kinds = new Set(module.filter(isList).map(([head]) => head));
    expect([...kinds].sort()).toEqual(["export", "func", "import", "type"]);
    expect(parts("import")).toEqual([MEMORY]);
    expect(has(module, /^return_call|^call_|^global\.|^table\.|^memory\.(grow|size|init)|^ref\./)).toBe(false);
    const calls = [...within(module)].filter(([head]) => head === "call");
    const rare = [...within(module)]
      .filter((wat) => wat[0] === "if" && wat.filter(isList).some(([head]) => head === "v128.any_true"))
      .flatMap((wat) => [...within(wat)].filter(([head]) => head === "call"));
    expect(new Set(calls), "calls but of the rare path").toEqual(new Set(rare));
  });

  test.runIf(elementwise.includes(kernel.name))("exports what the activation has", () => {
    const methods = ["value", "derivative", "secondDerivative", "valueAndDerivative", "backward"];
    const [name] = kernel.name.split(".");
    const having = Object.values(activations).filter((one) => internalsOf("test", "activation", one).kernels.float32?.name === name);
    if (having.some((one) => "backwardFromOutput" in one)) methods.push("backwardFromOutput");
    expect(parts("export").map(([, export_]) => JSON.parse(String(export_)))).toEqual(methods);
  });

  test("has relaxed instructions where it may and where they pay", () => {
    if (elementary.includes(kernel.name)) {
      if (kernel.name.endsWith(".float64")) expect(kernel.simd).toBeUndefined();
      const exported = new Set(parts("export").map(([, , [, target]]) => target));
      for (const wat of functions.filter(([, name]) => !exported.has(name)))
        expect(has(wat, /relaxed_n?madd/), `rare path ${String(wat[1])}`).toBe(false);
    }
    if (build === "simd") expect(has(module, /relaxed/)).toBe(false);
    else expect(has(module, /relaxed_n?madd/)).toBe(!apart.test(kernel.name) && multipliesAndAdds(disassemble(buildsOf(kernel).simd)));
  });

  test("takes its constants from the table", () => {
    for (const wat of within(module)) if (wat[0] === "v128.const") expect(wat.slice(2).join("")).toMatch(/^((0x0+)+|(0xf+)+)$/);
    const table = Buffer.from(decode(kernel.table)).toString("hex");
    const entries = table.match(/.{16}/g) ?? [];
    expect(entries.join("")).toBe(table);
    const offsets = new Set(functions.flatMap(loadsFromContext).filter((offset) => offset >= CONSTANTS));
    const places = entries.map((_, i) => CONSTANTS + 16 * i);
    // A table that is looked up is read from its start on, up to the next constants; an element
    // may be one as well.
    const tables = new Set(functions.flatMap(startsOfTables));
    const last = places.at(-1) ?? 0;
    const isBeyond = (at: number) => at > last || offsets.has(at) || tables.has(at);
    const inTables = new Set<number>();
    for (const start of tables) for (let at = start; at <= last && !(offsets.has(at) && isBeyond(at + 16)); at += 16) inTables.add(at);
    const constants = entries.filter((_, i) => !inTables.has(places[i] as number));
    expect(new Set(constants).size).toBe(constants.length);
    expect([...new Set([...offsets, ...inTables])].sort((a, b) => a - b)).toEqual(places);
  });

  test("leaves the context as it is, but for the scratch", () => {
    for (const code of functions) {
      const context = contextOf(code);
      const all = [...within(code)];
      // Once the context is no longer needed, its local may hold something else
      // (scripts/build/transform/constants.mjs has seen to it before).
      const reused = all.some(([head, target]) => (head === "local.set" || head === "local.tee") && target === context);
      for (const wat of all) {
        const [head] = wat;
        if (!reused && String(head).includes(".store") && isContext(pointerOf(wat), context))
          expect(offsetOf(wat)).toBeLessThanOrEqual(PARAMETERS - 16);
        if (/\.(load|store)/.test(String(head))) expect(pointerOf(wat)[0]).not.toBe("i32.const");
      }
      if (reused) continue;
      for (const offset of loadsFromContext(code).filter((offset) => offset >= PARAMETERS)) expect(offset % 16).toBe(0);
    }
  });
});

describe.each(builds.filter(({ kernel }) => plain.includes(kernel.name)))("$kernel.name, $build", ({ kernel, build, bytes }) => {
  const module = disassemble(bytes);

  test("is functions and nothing else, on an imported memory, with no constants to load", () => {
    const kinds = new Set(module.filter(isList).map(([head]) => head));
    expect([...kinds].sort()).toEqual(["export", "func", "import", "type"]);
    expect(module.filter(isList).filter(([head]) => head === "import")).toEqual([MEMORY]);
    expect(has(module, /^global\.|^table\.|^memory\.(grow|size|init)|^ref\./)).toBe(false);
    expect(kernel.table).toBe("");
  });

  test("has relaxed instructions in the relaxed build alone", () => {
    expect(has(module, /relaxed_n?madd/)).toBe(build === "relaxed");
  });
});

/** The context of a function, by convention its last parameter. */
const contextOf = (code: Wat) =>
  code
    .filter(isList)
    .filter(([head]) => head === "param")
    .at(-1)?.[1];

const pointerOf = (access: Wat) => access.filter(isList)[0] as Wat;

const isContext = ([kind, name]: Wat, context: unknown) => kind === "local.get" && name === context;

const offsetOf = (access: Wat) => Number(/^offset=(\d+)$/.exec(String(access[1]))?.[1] ?? 0);

/** Offsets of the loads that start from the context itself. */
function loadsFromContext(code: Wat): number[] {
  const context = contextOf(code);
  const loads = [...within(code)].filter(([head]) => /\.load/.test(String(head)));
  return loads.flatMap((load) => {
    return isContext(pointerOf(load), context) ? [offsetOf(load)] : [];
  });
}

/** Where the tables begin that are looked up: the constants added to the context and an index. */
const startsOfTables = (code: Wat) =>
  [...within(code)]
    .filter(([head]) => /\.load64/.test(String(head)))
    .flatMap((load) => {
      const [start] = pointerOf(load)
        .filter(isList)
        .filter(([head]) => head === "i32.const");
      return pointerOf(load)[0] === "i32.add" && start ? [Number(start[1])] : [];
    });

describe("building", () => {
  const copy = mkdtempSync(join(tmpdir(), "hillock-"));
  const source = (name: string) => join(copy, `assembly/activations/${name}.ts`);
  const generated = (name: string) => readFileSync(join(copy, "src/kernels", name), "utf8");
  const build = () => spawnSync(process.execPath, ["scripts/build/kernels.mjs"], { cwd: copy, encoding: "utf8" });

  beforeAll(() => {
    for (const path of ["assembly", "src/gated", "scripts", "asconfig.json", ".cache/kernels"])
      cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  test("compiles nothing when nothing changed, wherever it is", () => {
    expect(build().stdout).toMatch(` ${kernels.length} modules, 0 compiled,`);
    for (const file of files) expect(generated(file)).toBe(readFileSync(join(ROOT, "src/kernels", file), "utf8"));
  });

  test("compiles the modules of the one kernel that was touched, to the same bytes", () => {
    appendFileSync(source("softsign"), "\n// touched\n");
    expect(build().stdout).toMatch(` ${kernels.length} modules, 2 compiled (softsign, softsign.float64),`);
    expect(generated("activations/softsign.ts")).toBe(readFileSync(join(ROOT, "src/kernels/activations/softsign.ts"), "utf8"));
  });

  test("builds what it can and says what it cannot", () => {
    appendFileSync(source("softsign"), "\n// touched again\n");
    appendFileSync(source("gelu"), "\nconst broken: = 1;\n");
    const { status, stdout, stderr } = build();
    expect(status).toBe(1);
    expect(stdout).toMatch(" compiled (softsign, softsign.float64),");
    expect(stripVTControlCharacters(stderr)).toMatch("geglu; geglu.float64; gelu; gelu.float64:\nERROR TS1110: Type expected.");
    expect(generated("activations/gelu.ts")).toBe(readFileSync(join(ROOT, "src/kernels/activations/gelu.ts"), "utf8"));
  });
});
