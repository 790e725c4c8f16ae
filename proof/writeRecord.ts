/** Writes the record. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { keyOf, subjectsOf, unitOf, withBounds } from "./catalog.js";
import { identityOf, isOf } from "./modules.js";
import { updatePackageIndex } from "./packageIndex.js";
import {
  type Certificates,
  certificatesFile,
  type Figure,
  type FunctionRecord,
  type ModuleIdentity,
  type Proof,
  readCertificates,
  readRecord,
  recordFile,
  TIERS,
  type Tier,
  type TierRecord,
} from "./record.js";
import { isDefault, type Subject } from "./subjects.js";

const RANK: Readonly<Record<Proof, number>> = { sample: 0, search: 0, zone: 1, exhaustive: 2 };

/**
 * The record with a figure, unless it has one of the same module that proves more. Figures of
 * another module are struck out.
 */
export function withFigure(known: TierRecord | undefined, identity: ModuleIdentity, key: string, figure: Figure): TierRecord {
  const same = isOf(known, identity) ? known : undefined;
  const old = same?.figures[key];
  const outranked = old && (RANK[old.proof] > RANK[figure.proof] || (old.proof === figure.proof && old.judged > figure.judged));
  if (same && outranked) return { ...same, ...identity };
  return { ...identity, measured: measuredNow(), figures: { ...same?.figures, [key]: figure } };
}

/** Puts a figure on record, with the 256 checksums of all results if there are any. */
export function updateRecord(subject: Subject, figure: Figure, checksums: readonly string[]): void {
  const { name, tier, method } = subject;
  const record = readRecord(name) ?? { name, unit: unitOf(name) };
  const identity = identityOf(name, tier);
  if (tier === "float32") {
    const certificates = isOf(record.float32, identity) ? readCertificates(name) : {};
    const own = checksums.length > 0 && isDefault(subject) ? { [method]: checksums } : {};
    writeCertificates(name, { ...certificates, ...own });
  }
  writeRecord({ ...record, [tier]: withFigure(record[tier], identity, keyOf(subject), figure) });
}

/**
 * Keeps the figures with a certificate for the module as it is now, all certificates being
 * confirmed. Others are struck out.
 */
export function restamp(name: string): void {
  const record = readRecord(name);
  if (!record?.float32) return;
  const { measured, figures } = record.float32;
  const certificates = readCertificates(name);
  const certified = Object.fromEntries(Object.entries(figures).filter(([key]) => key in certificates));
  writeRecord({ ...record, float32: { ...identityOf(name, "float32"), measured, figures: certified } });
}

/** Writes tiers and figures in the order of the catalog, each figure with what is promised now. */
function writeRecord(record: FunctionRecord): void {
  const { name, unit } = record;
  const tiers = TIERS.flatMap((tier) => {
    const known = record[tier];
    return known ? [[tier, { ...known, figures: inOrder(name, tier, known.figures) }]] : [];
  });
  writeFileSync(recordFile(name), layOut({ name, unit, ...Object.fromEntries(tiers) }));
  updatePackageIndex();
}

function inOrder(name: string, tier: Tier, figures: TierRecord["figures"]): TierRecord["figures"] {
  const subjects = new Map(subjectsOf(name).flatMap((subject) => (subject.tier === tier ? [[keyOf(subject), subject]] : [])));
  const keys = [...new Set([...subjects.keys(), ...Object.keys(figures)])].filter((key) => key in figures);
  const entries = keys.map((key) => {
    const [subject, figure] = [subjects.get(key), figures[key] as Figure];
    return [key, subject ? withBounds(subject, figure) : figure];
  });
  return Object.fromEntries(entries);
}

/** 256 checksums as 16 lines each. */
function writeCertificates(name: string, certificates: Certificates): void {
  const file = certificatesFile(name);
  if (Object.keys(certificates).length === 0) {
    rmSync(file, { force: true });
    return;
  }
  const split = (checksums: readonly string[]) =>
    Array.from({ length: 16 }, (_, row) => checksums.slice(16 * row, 16 * (row + 1)).join(" "));
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, layOut(Object.fromEntries(Object.entries(certificates).map(([method, checksums]) => [method, split(checksums)]))));
}

/** Date and machine, of a figure that is measured now. */
const measuredNow = (): string =>
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus()[0]?.model ?? process.arch}`;

/** JSON with a line for every figure and every 16 checksums, so that a change shows as one. */
function layOut(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("witness" in value) return JSON.stringify(value).replaceAll(/([:,])(?=\S)/g, "$1 ");
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${layOut(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(",\n")}\n${indent}${close}${indent ? "" : "\n"}`;
}
