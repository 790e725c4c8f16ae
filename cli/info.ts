import { readFileSync } from "node:fs";
import type { Parameter } from "hillock";
import { UsageError } from "../bench/command.js";
import { environment } from "../bench/hillock.js";
import { chooseNames } from "../bench/options.js";
import { tableOf, text } from "../bench/table.js";
import { type Found, find, legendOf, names } from "./functions.js";
import { type Flags, labelledLines, print } from "./output.js";

/** The parts of a function's specification that are printed. */
interface Specification {
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly formula: Readonly<Record<string, string>>;
  readonly range?: string;
  readonly bounds?: { readonly float32?: { readonly cancelling?: number } };
  readonly domain?: string;
}

/** The entry of a function in accuracy.json. */
interface Entry {
  readonly unit: string;
  readonly certificates?: string;
  readonly float32: Tier;
  readonly fast?: Tier;
  readonly float64: Tier;
}

interface Tier {
  readonly errors: Readonly<Record<string, readonly [promised: number, found: number]>>;
}

const TIERS = ["float32", "fast", "float64"] as const;
const COLUMN = 18;
const UNITS: Readonly<Record<string, string>> = {
  ulp: "units in the last place",
  sum: "of what sums of that length may be off",
  "double sum": "2^-53 of magnitudes",
};

export function info(words: readonly string[], flags: Flags): void {
  if (words.length > 1) throw new UsageError(`info takes one name, not ${words.length}`);
  const [name] = words;
  if (name === undefined) {
    const about = environment();
    print(about, flags, () =>
      labelledLines(
        Object.entries(about).map(([word, value]) => [word, String(value)]),
        COLUMN,
      ),
    );
    return;
  }
  const about = aboutOf(name);
  print(about, flags, () => textOf(about));
}

/** A function as it is printed: its specification, and its entry in the record. */
export interface About {
  readonly name: string;
  readonly legend: Readonly<Record<string, string>>;
  readonly specification: Specification | undefined;
  readonly record: Entry | undefined;
  /** The record of the gradients of its parameters. */
  readonly gradients: Entry | undefined;
}

export function aboutOf(word: string): About {
  chooseNames([word], names);
  const { name, f, recorded } = find(word) as Found;
  const index: Readonly<Record<string, Entry>> = JSON.parse(readFileSync(new URL("../accuracy.json", import.meta.url), "utf8"));
  const { spec } = f as { readonly spec?: Specification };
  const [record, gradients] = [index[recorded], index[`${recorded}.parameterGradients`]];
  return { name: word, legend: recorded === name ? legendOf(name) : {}, specification: spec, record, gradients };
}

export function textOf({ name, legend, specification, record, gradients }: About): string {
  const cancelling = specification?.bounds?.float32?.cancelling;
  return [
    describe(name, legend, specification),
    record && errors(record, "Errors"),
    cancelling && `A gradient that cancels may be off by n 2^${Math.log2(cancelling)} of the magnitudes it adds as well.`,
    gradients && errors(gradients, "Errors of parameterGradients"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function describe(name: string, legend: About["legend"], spec: Specification | undefined): string {
  const { formula = {}, parameters = {}, domain, range } = spec ?? {};
  const rows = [
    ...Object.entries(formula).map(([method, text]) => [method, legend[method] ? `${text}, ${legend[method]}` : text] as const),
    ...Object.entries(parameters).map(([parameter, rule]) => [parameter, ruleOf(rule)] as const),
    ...(domain ? [["domain", domain] as const] : []),
    ...(range ? [["range", range] as const] : []),
  ];
  return [
    name,
    labelledLines(
      rows.map(([label, text]) => [`  ${label}`, text]),
      COLUMN + 4,
    ),
  ].join("\n");
}

function ruleOf({ default: usual, minimum, exclusiveMinimum, maximum, perChannel }: Parameter): string {
  const ends = [
    ...(minimum === undefined ? [] : [`${exclusiveMinimum ? "above" : "from"} ${minimum}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
  ];
  return [`by default ${usual}`, ends.join(" "), perChannel ? "or an array by channel" : ""].filter(Boolean).join(", ");
}

/** The errors by method: for each tier what is promised, and the worst that was found. */
function errors(record: Entry, title: string): string {
  const tiers = TIERS.filter((tier) => record[tier]);
  const methods = [...new Set(tiers.flatMap((tier) => Object.keys(record[tier]?.errors ?? {})))];
  const cell = ([promised, found]: readonly [number, number]) => `${Number(promised.toPrecision(3))} (${Number(found.toPrecision(4))})`;
  const table = tableOf(1, ["", ...tiers], methods, (method) => [
    method,
    ...tiers.map((tier) => {
      const error = record[tier]?.errors[method];
      return error ? cell(error) : "-";
    }),
  ]);
  return `${title} promised (worst found), in ${UNITS[record.unit]}:\n${text(table)}`;
}
