/**
 * The record of what was proven: accuracy/gelu.json for gelu, and for every other function alike;
 * the certificates in accuracy/certificates/. Whoever reads the record reads it here: documents,
 * benchmark, tests and the proof itself.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The forms in which a function comes: `fast` is hillock/fast, for float32 arrays. */
export const TIERS = ["float32", "fast", "float64"] as const;
export type Tier = (typeof TIERS)[number];

/** The record of one function. */
export interface FunctionRecord extends Partial<Readonly<Record<Tier, TierRecord>>> {
  readonly name: string;
  /**
   * `ulp`: units in the last place of the exact value; `sum`: units of rounding (2^-24, 2^-53) of
   * the sum of magnitudes; `double sum`: 2^-53 of it in either type, whose results are numbers.
   */
  readonly unit: "ulp" | "sum" | "double sum";
}

/** The module that figures are of. Figures of another module are stale. */
export interface ModuleIdentity {
  /**
   * SHA-256 by the name of the file in dist/wasm/: of the simd build, which was measured, and of
   * the relaxed one where it differs. None where results are computed in TypeScript alone.
   */
  readonly modules: Readonly<Record<string, string>>;
  /** SHA-256 of the constants, the bytes of `table` in dist/kernels/. */
  readonly constants: string;
}

export interface TierRecord extends ModuleIdentity {
  /** Date and machine of the newest figure. */
  readonly measured: string;
  /** The figures by method; with `value, alpha=0.5` for other parameters than the defaults. */
  readonly figures: Readonly<Record<string, Figure>>;
}

/**
 * Methods of proof: every float32; every float32 with 2^-30 <= |x| < 2^9 and every 31st elsewhere;
 * random inputs; random inputs and a search for the worst from there.
 */
export type Proof = "exhaustive" | "zone" | "sample" | "search";

/** The largest error of one method. */
export interface Figure {
  /** The error that is promised: where that depends on sizes, at those of the witness. */
  readonly bound: number;
  readonly error: number;
  readonly proof: Proof;
  /** Results that were judged. */
  readonly judged: number;
  /** Results that are not the exact value rounded, if they were counted. */
  readonly misrounded?: number;
  /** The misrounded results whose exact value is next to the middle of two neighbours. */
  readonly ties?: number;
  /**
   * The inputs of the misrounded results of an exhaustive proof, as bits, where they are fewer than
   * 100.
   */
  readonly misroundedInputs?: readonly string[];
  readonly witness: Witness | CaseWitness;
  /**
   * The largest absolute error beside a root of the function, where only that is bounded, and
   * `error` does not count.
   */
  readonly besideRoot?: Witness & { readonly bound: number; readonly absolute: number };
}

/**
 * Inputs of an elementwise function where the error is largest. The bits say the same as the
 * numbers, for those who compare.
 */
export interface Witness {
  /** The inputs in the order of the method: x, or dy and x, or dy and y. */
  readonly inputs: readonly number[];
  readonly inputBits: readonly string[];
  readonly got: string;
  readonly wanted: string;
}

/** A result of a random case where the error is largest. */
export interface CaseWitness {
  readonly case: Case;
  readonly index: number;
  readonly got: string;
}

/** One set of inputs, as text that makes them anew: a kind of numbers, sizes, the seed. */
export interface Case {
  readonly kind: string;
  readonly sizes: readonly number[];
  readonly seed: number;
}

/** 256 checksums of results, a block of 2^24 inputs each, by method: see murmur.ts. */
export type Certificates = Readonly<Record<string, readonly string[]>>;

const FOLDER = new URL("../accuracy/", import.meta.url);

/** The files of one function. */
export const recordFile = (name: string) => new URL(`${name}.json`, FOLDER);
export const certificatesFile = (name: string) => new URL(`certificates/${name}.json`, FOLDER);

export function readRecord(name: string): FunctionRecord | undefined {
  return read<FunctionRecord>(recordFile(name));
}

/** All records, by the name of the function. */
export function readRecords(): Readonly<Record<string, FunctionRecord>> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  const names = files.map((file) => file.slice(0, -".json".length)).sort();
  return Object.fromEntries(names.map((name) => [name, readRecord(name) as FunctionRecord]));
}

/** The figures of a function in one tier, by method; none if it is not on record. */
export function figuresOf(name: string, tier: Tier): Readonly<Record<string, Figure>> {
  return readRecord(name)?.[tier]?.figures ?? {};
}

/** The certificates of a function, by method; empty if it has none. */
export function readCertificates(name: string, file = certificatesFile(name)): Certificates {
  const lines = read<Certificates>(file) ?? {};
  return Object.fromEntries(Object.entries(lines).map(([method, rows]) => [method, rows.flatMap((row) => row.split(" "))]));
}

/** The inputs of an elementwise function's largest error; none where the witness is a case. */
export function inputsOf(witness: Witness | CaseWitness): readonly number[] {
  return "inputs" in witness ? witness.inputs : [];
}

function read<T>(file: URL): T | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
