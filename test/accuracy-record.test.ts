/** accuracy.json against the definitions, the kernel modules, and what documents quote of it. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { formulasOf } from "../oracle/oracle.js";
import { readAccuracy } from "../proof/accuracy.js";
import { certificateOf } from "../proof/certificate.js";
import { brokenPromises, describeSubject, figureOnRecord } from "../proof/figures.js";
import { moduleOf } from "../proof/modules.js";
import type { Coverage, Measured } from "../proof/record.js";
import {
  allows,
  codeOf,
  enginesOf,
  formatOf,
  isDefault,
  methodsOf,
  names,
  parameterSets,
  type Subject,
  specOf,
} from "../proof/subjects.js";

const accuracy = readAccuracy();

const subjects = names.flatMap((activation) =>
  enginesOf(activation).flatMap((engine) =>
    parameterSets(activation).flatMap((parameters) =>
      methodsOf(activation)
        .map((method): Subject => ({ activation, engine, method, parameters }))
        .filter(allows),
    ),
  ),
);

/** How much a figure has to cover at least. */
function owed({ engine, method }: Subject): readonly Coverage[] {
  if (engine === "double" || method.startsWith("backward")) return ["directed sampling"];
  if (engine === "faithful" && ["value", "derivative"].includes(method)) return ["all"];
  return ["dense zone", "all"];
}

describe("every function has a figure", () => {
  test.each(subjects.map((subject) => [describeSubject(subject), subject] as const))("%s", (_, subject) => {
    const figure = figureOnRecord(accuracy, subject);
    expect(figure, "npm run verify -- --record").toBeDefined();
    if (!figure) return;
    expect(brokenPromises(subject, figure)).toEqual([]);
    if (isDefault(subject)) expect(owed(subject)).toContain(figure.covered);
    if (figure.covered === "all" && isDefault(subject)) expect(certificateOf(accuracy, subject)).toHaveLength(256);
  });
});

describe("figures are of the modules that are built", () => {
  test.each(names.flatMap((name) => enginesOf(name).map((engine) => [name, engine] as const)))("%s, %s", (name, engine) => {
    const type = formatOf(engine).name;
    expect(accuracy.activations[name]?.[type]?.[engine]?.simd, "npm run verify -- --record").toMatchObject(moduleOf(name, engine));
  });
});

/** What `sha256sum` says of a file. */
const sha256sum = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test.each(names.flatMap((name) => enginesOf(name).map((engine) => [name, engine] as const)))(
  "a figure of %s, %s, names the SHA-256 of its file in dist/wasm/ and of its constants",
  (name, engine) => {
    const code = codeOf(name, engine);
    const file = readFileSync(`dist/wasm/${code.name}.simd.wasm`);
    const constants = Uint8Array.from(code.table.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
    expect(moduleOf(name, engine)).toEqual({ module: sha256sum(file), table: sha256sum(constants) });
  },
);

test("nothing is on record that there is no more", () => {
  expect(Object.keys(accuracy.activations).sort()).toEqual([...names].sort());
  const keys = names.flatMap((name) => methodsOf(name).map((method: Measured) => `${name} ${method}`));
  expect(keys).toEqual(expect.arrayContaining(Object.keys(accuracy.certificates)));
});

describe("formulas of the definitions are those of the specification", () => {
  const methods = ["value", "derivative", "secondDerivative", "derivativeFromOutput"] as const;
  const functions = names.flatMap((name) =>
    methods.filter((method) => specOf(name).formula[method]).map((method) => [name, method] as const),
  );
  test.each(functions)("%s, %s", (name, method) => {
    const [written, specified] = [specOf(name).formula[method], formulasOf(name)[method]].map(
      (formula) => new Exact(parse(formula as string)),
    );
    for (const parameters of parameterSets(name)) {
      for (const x of [-20, -3, -1, -0.1, 0, 1e-3, 0.7, 2, 30]) {
        const at = { ...parameters, x, y: x };
        expect(written?.round(float64, at), `at ${x}`).toBe(specified?.round(float64, at));
      }
    }
  });
});

describe("errors quoted in sources are on record", () => {
  const files = names.flatMap((name) =>
    [`src/activations/${name}.ts`, `assembly/activations/${name}.ts`]
      .filter((path) => existsSync(path))
      .map((path) => [path, name] as const),
  );
  test.each(files)("%s", (path, name) => {
    const known = subjects
      .filter(({ activation }) => activation === name)
      .flatMap((subject) => figureOnRecord(accuracy, subject)?.ulp ?? []);
    const { bounds } = specOf(name);
    const promised = Object.values(bounds).flatMap((bound) => Object.values(bound ?? {}).filter((value) => typeof value === "number"));
    const quoted = [...readFileSync(path, "utf8").matchAll(/(\d+\.\d+) ULP/g)].map(([, digits]) => digits as string);
    for (const digits of quoted) {
      const decimals = digits.split(".")[1]?.length ?? 0;
      const matches = [...known, ...promised].some((value) => Math.abs(value - Number(digits)) <= 1.01 * 10 ** -decimals);
      expect(matches, `${digits} ULP`).toBe(true);
    }
  });
});
