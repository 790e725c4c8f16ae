/** The index of the record that the package has, accuracy.json. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { certificatesFile, type Figure, type FunctionRecord, readRecords, TIERS, type TierRecord } from "./record.js";

const PATH = new URL("../accuracy.json", import.meta.url);

/** Writes the index if the record says otherwise, or only tells whether it does. */
export function updatePackageIndex(check = false): boolean {
  const text = packageIndex(readRecords());
  const stale = !existsSync(PATH) || readFileSync(PATH, "utf8") !== text;
  if (stale && !check) writeFileSync(PATH, text);
  return stale;
}

/** The index of records: a line for each function and tier. */
function packageIndex(records: Readonly<Record<string, FunctionRecord>>): string {
  const entries = Object.entries(records).map(([name, record]) => {
    const tiers = TIERS.flatMap((tier) => {
      const known = record[tier];
      return known
        ? [
            `    ${JSON.stringify(tier)}: ${JSON.stringify({ modules: known.modules, constants: known.constants, errors: errorsOf(known) })}`,
          ]
        : [];
    });
    return `  ${JSON.stringify(name)}: {\n${[`    "unit": "${record.unit}"`, ...certificateOf(name), ...tiers].join(",\n")}\n  }`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}

/** The SHA-256 of a function's certificates, as they are in the repository. */
function certificateOf(name: string): readonly string[] {
  const file = certificatesFile(name);
  return existsSync(file) ? [`    "certificates": "${createHash("sha256").update(readFileSync(file)).digest("hex")}"`] : [];
}

type Errors = Readonly<Record<string, readonly [bound: number, worst: number]>>;

/**
 * The bound and the worst error of each method; both halves of valueAndDerivative as one, and all
 * other parameters as one.
 */
function errorsOf({ figures }: TierRecord): Errors {
  const groups: Record<string, Figure[]> = {};
  for (const [key, figure] of Object.entries(figures)) {
    const method = key.replace(/^pair(Value|Derivative)\b/, "valueAndDerivative").replace(/, \w+=.*/, ", other parameters");
    groups[method] = [...(groups[method] ?? []), figure];
  }
  return Object.fromEntries(Object.entries(groups).map(([method, group]) => [method, worstOf(group)]));
}

/** Bound and error of the worst figure; the error is rounded up to four digits after the point. */
function worstOf(figures: readonly Figure[]): readonly [number, number] {
  const { bound, error } = figures.reduce((worst, figure) => (figure.error > worst.error ? figure : worst));
  return [bound, Math.ceil(error * 1e4) / 1e4];
}
