/**
 * The record against the definitions, the kernel modules, and the index that the package has of it.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromBits, toBits } from "../oracle/formats.js";
import { codeOf, functionNames, isCoverable, isElementwise, keyOf, subjectsOf, tiersOf, trialOf, withBounds } from "../proof/catalog.js";
import { BLOCKS } from "../proof/coverage.js";
import { brokenPromises, describeSubject } from "../proof/figures.js";
import { retry } from "../proof/functions/measure.js";
import { identityOf } from "../proof/modules.js";
import { updatePackageIndex } from "../proof/packageIndex.js";
import { Performer } from "../proof/perform.js";
import { Random } from "../proof/random.js";
import { certificatesFile, type Figure, figuresOf, type Proof, readCertificates, readRecord, readRecords } from "../proof/record.js";
import { type ActivationSubject, coverableNames, formatOf, isDefault, type Subject } from "../proof/subjects.js";
import { decode } from "../src/runtime/backend.js";
import { createRuntime } from "../src/runtime/runtime.js";

const records = readRecords();
const forms = functionNames.flatMap((name) => tiersOf(name).map((tier) => [name, tier] as const));
const sha256sum = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const REMEDY = "npm run verify -- NAME --record";

/** The methods of proof that are enough for a figure. */
function owed(subject: Subject): readonly Proof[] {
  if (!isElementwise(subject.name)) return ["sample"];
  if (!isCoverable(subject.name) || subject.tier === "float64" || subject.method.startsWith("backward")) return ["search"];
  if (!isDefault(subject)) return ["sample", "search", "zone", "exhaustive"];
  return subject.tier === "float32" && ["value", "derivative"].includes(subject.method) ? ["exhaustive"] : ["zone", "exhaustive"];
}

test("every function is on record, and nothing that there is no more", () => {
  expect(Object.keys(records)).toEqual([...functionNames].sort());
  for (const [name, record] of Object.entries(records)) expect(record.name).toBe(name);
  expect(readdirSync(new URL(".", certificatesFile("")))).toEqual([...coverableNames].sort().map((name) => `${name}.json`));
});

describe.each(forms)("%s, %s", (name, tier) => {
  const subjects = subjectsOf(name).filter((subject) => subject.tier === tier);
  const figures = figuresOf(name, tier);

  test("has a figure of every method, with what is promised now, and within it", () => {
    expect(Object.keys(figures), REMEDY).toEqual(subjects.map(keyOf));
    for (const subject of subjects) {
      const figure = figures[keyOf(subject)] as Figure;
      expect(figure, REMEDY).toEqual(withBounds(subject, figure));
      expect(brokenPromises(figure), describeSubject(subject)).toEqual([]);
      expect(owed(subject), describeSubject(subject)).toContain(figure.proof);
      expect(figure.judged).toBeGreaterThanOrEqual(isElementwise(name) ? 1 : trialOf(subject).results);
      if (figure.proof === "exhaustive") expect(readCertificates(name)[subject.method]).toHaveLength(BLOCKS);
    }
  });

  test("its figures are of the files in dist/wasm/ and of the constants that are built", () => {
    const { table } = codeOf(name, tier) ?? { table: "" };
    const { modules, constants } = records[name]?.[tier] ?? { modules: {} };
    expect({ modules, constants }, REMEDY).toEqual(identityOf(name, tier));
    for (const [file, hash] of Object.entries(modules)) expect(sha256sum(readFileSync(`dist/wasm/${file}`)), file).toBe(hash);
    expect(sha256sum(decode(table))).toBe(constants);
  });
});

describe("a witness has the error on record, bit for bit", () => {
  const performer = new Performer("simd");
  const runtime = createRuntime({ backend: "simd" });

  /** The error, the bits and the exact result of a witness as they are now. */
  function judge(subject: Subject, { witness }: Figure) {
    if ("case" in witness) return { ...retry(trialOf(subject), subject.tier, runtime, witness), wanted: undefined };
    const own = subject as ActivationSubject;
    const format = formatOf(subject.tier);
    const inputs = witness.inputBits.map((bits) => fromBits(format, bits));
    const got = performer.resultOf(own, inputs);
    const { ulp, rounded } = performer.reference(own).judge(format, inputs, got);
    return { error: ulp, got: toBits(format, got), wanted: toBits(format, rounded) };
  }

  test.each(functionNames)("%s", (name) => {
    for (const subject of subjectsOf(name)) {
      const figure = figuresOf(name, subject.tier)[keyOf(subject)] as Figure;
      const { got, wanted } = { wanted: undefined, ...figure.witness };
      expect(judge(subject, figure), describeSubject(subject)).toEqual({ error: figure.error, got, wanted });
    }
  });

  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = new Random(seed);
  const certified = coverableNames.flatMap((name) =>
    subjectsOf(name).filter((subject) => subject.tier === "float32" && isDefault(subject) && subject.method in readCertificates(name)),
  );
  const blocks = Array.from(
    { length: 6 },
    () => [certified[random.below(certified.length)] as ActivationSubject, random.below(BLOCKS)] as const,
  );

  test.each(blocks)(`%o: block %i of the certificate holds (seed ${seed})`, (subject, block) => {
    const { checksums } = performer.perform({ kind: "replay", subjects: [subject], block });
    expect(checksums[0]).toBe(readCertificates(subject.name)[subject.method]?.[block]);
  });
});

describe("the index that the package has", () => {
  const index = JSON.parse(readFileSync("accuracy.json", "utf8"));

  test("is that of the record", () => {
    expect(updatePackageIndex(true), "npm run docs").toBe(false);
    expect(Object.keys(index)).toEqual(Object.keys(records));
  });

  test.each(functionNames)("%s: files, digest of the certificates, bounds and worst errors", (name) => {
    const file = certificatesFile(name);
    expect(index[name].certificates).toBe(existsSync(file) ? sha256sum(readFileSync(file)) : undefined);
    for (const tier of tiersOf(name)) {
      const { modules, errors } = index[name][tier];
      expect(modules).toEqual(readRecord(name)?.[tier]?.modules);
      for (const [method, [bound, worst]] of Object.entries<[number, number]>(errors)) {
        const figure = figuresOf(name, tier)[method];
        if (!figure) continue;
        expect(bound, method).toBe(figure.bound);
        expect(worst, method).toBe(Math.ceil(figure.error * 1e4) / 1e4);
      }
    }
  });
});
