/** Reads and writes accuracy.json. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { certificateKey, certificateOf, splitCertificate } from "./certificate.js";
import { parametersText } from "./figures.js";
import { isOf, moduleOf } from "./modules.js";
import type { Accuracy, BuildRecord, Coverage, Figure, Measured } from "./record.js";
import { formatOf, methods, type Subject } from "./subjects.js";

const PATH = "accuracy.json";

export function readAccuracy(): Accuracy {
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, "utf8")) as Accuracy) : { activations: {}, certificates: {} };
}

export interface Measurement {
  readonly subject: Subject;
  readonly figure: Figure;
  /** 256 checksums, if all inputs were covered. */
  readonly checksums: readonly string[];
}

const RANK: Readonly<Record<Coverage, number>> = { sample: 0, "directed sampling": 0, "dense zone": 1, all: 2 };

/** Writes measurements into the record. A figure gives way to one that covers as much or more, or that is of another module. */
export function updateAccuracy(measurements: readonly Measurement[]): void {
  const accuracy = readAccuracy() as Mutable<Accuracy>;
  for (const { subject, figure, checksums } of measurements) {
    const { activation, engine, method } = subject;
    const identity = moduleOf(activation, engine);
    const builds = child(child(child(accuracy.activations, activation), formatOf(engine).name), engine);
    if (builds.simd && !isOf(builds.simd, identity)) {
      delete builds.simd;
      if (engine === "faithful") for (const each of methods) delete accuracy.certificates[certificateKey({ ...subject, method: each })];
    }
    const record = child(builds, "simd") as Mutable<BuildRecord>;
    Object.assign(record, identity);
    const parameters = parametersText(subject);
    if (parameters) record.otherParameters ??= {};
    const figures = parameters ? child(record.otherParameters as Record<string, Figures>, parameters) : record;
    const old = figures[method];
    if (old && (RANK[old.covered] > RANK[figure.covered] || (old.covered === figure.covered && old.inputs > figure.inputs))) continue;
    figures[method] = figure as Mutable<Figure>;
    record.measured = measuredNow();
    if (checksums.length > 0 && engine === "faithful" && !parameters)
      accuracy.certificates[certificateKey(subject)] = [...splitCertificate(checksums)];
  }
  writeFileSync(PATH, layOut(accuracy));
}

/** Says of figures that they are of the module as it is now: all of its certificates were confirmed. Others are struck out. */
export function restamp(subject: Subject): void {
  const accuracy = readAccuracy() as Mutable<Accuracy>;
  const builds = accuracy.activations[subject.activation]?.float32?.faithful;
  if (!builds?.simd) return;
  const { simd } = builds;
  const certified = methods.filter((method) => certificateOf(accuracy, { ...subject, method }));
  const identity = moduleOf(subject.activation, subject.engine);
  builds.simd = { ...identity, measured: simd.measured, ...Object.fromEntries(certified.map((method) => [method, simd[method]])) };
  writeFileSync(PATH, layOut(accuracy));
}

type Figures = { [method in Measured]?: Mutable<Figure> };

/** The object under a key, made if it is not there. */
function child<T>(tree: Record<string, T>, key: string): T {
  tree[key] ??= {} as T;
  return tree[key] as T;
}

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** What a measurement is said to be of: when, on what. */
export const measuredNow = (): string =>
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus()[0]?.model ?? process.arch}`;

/** Writes a record of shapes, whose figures are all of one module. */
export function writeShapes(shapes: NonNullable<Accuracy["shapes"]>): void {
  writeFileSync(PATH, layOut({ ...readAccuracy(), shapes }));
}

/** JSON with a line for every figure and for every 16 checksums, so that a change of one shows as one. */
function layOut(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("ulp" in value || "witness" in value) return JSON.stringify(value).replaceAll(/([:,])(?=\S)/g, "$1 ");
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${layOut(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(",\n")}\n${indent}${close}${indent ? "" : "\n"}`;
}
