/**
 * All that the documents know of hillock's functions: from the specification, from their property
 * `spec`, and examples from their docstrings.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Parameter } from "hillock";
import * as hillock from "hillock";
import activations from "../../specification/activations.json" with { type: "json" };
import features from "../../specification/features.json" with { type: "json" };
import gates from "../../specification/gates.json" with { type: "json" };
import losses from "../../specification/losses.json" with { type: "json" };
import { readEntries } from "../../specification/read.js";
import rows from "../../specification/rows.json" with { type: "json" };
import type { ActivationEntry, FeatureEntry, GateEntry, LossEntry, RowEntry } from "../../specification/schema.js";

/**
 * The kinds of functions, by the folder of their sources, in the order in which documents have
 * them.
 */
export const KINDS = {
  activations: { title: "Activations", page: undefined },
  rowwise: { title: "Functions of rows", page: "rows.md", purpose: "[rows](docs/rows.md): scores into probabilities" },
  gated: { title: "Gates", page: "gates.md", purpose: "[gates](docs/gates.md): one half of a layer opens or shuts the other" },
  features: { title: "Functions of features", page: "features.md", purpose: "[features](docs/features.md): more of them, or fewer" },
  losses: { title: "Losses", page: "losses.md", purpose: "[losses](docs/losses.md): how far from right a network is" },
  dense: { title: "Layers", page: "layers.md", purpose: "[layers](docs/layers.md): weights, sums and an activation" },
} as const;

export type Kind = keyof typeof KINDS;

/** Errors promised for one tier, by what they are of. */
export type Bounds = Readonly<Record<string, number>>;

/** The property `spec` of any kind of function. */
export interface Specification {
  readonly formula: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly range?: string;
  readonly limits?: Readonly<Record<string, readonly [string, string]>>;
  readonly bounds: { readonly [tier in "float32" | "fast" | "float64"]?: Bounds };
}

export type Entry = ActivationEntry | GateEntry | RowEntry | FeatureEntry | LossEntry;

/** Layers have none: their errors are those of sums, and all that is said of them is by hand. */
const ENTRIES: { readonly [kind in Kind]?: object } = {
  activations: readEntries(activations),
  rowwise: rows,
  gated: gates,
  features,
  losses,
};

/** A function that hillock exports, as documents describe it. */
export interface Described {
  readonly name: string;
  readonly kind: Kind;
  readonly entry: Entry;
  /** Code, its import first: that alone where the docstring has none. */
  readonly example: string;
  readonly spec: Specification;
}

const LAYER: Specification = { formula: { value: "activation(x W + b)" }, bounds: {} };

/** Every function of a kind, in the order of documents. */
export const functions: readonly Described[] = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
  Object.entries(hillock)
    .filter(([name, value]) => typeof value === "function" && existsSync(sourceOf(kind, name)))
    .map(([name, value]) => ({ name, kind, spec: Object(value).spec ?? LAYER, ...entryOf(kind, name) })),
);

export const namesOf = (kind: Kind) => functions.filter((one) => one.kind === kind).map(({ name }) => name);

export function sourceOf(kind: Kind, name: string): string {
  return `src/${kind}/${name}.ts`;
}

function entryOf(kind: Kind, name: string): Pick<Described, "entry" | "example"> {
  const path = sourceOf(kind, name);
  const docstring = new RegExp(`/\\*\\*\n((?: \\*.*\n)+?) \\*/\nexport const ${name}\\b`).exec(readFileSync(path, "utf8"))?.[1] ?? "";
  const text = docstring.replaceAll(/^ \* ?/gm, "");
  const title = /^(.+?\.)\n\n/s.exec(text)?.[1]?.replaceAll("\n", " ");
  const [, example = `import { ${name} } from "hillock";`] = /@example\n(.+)/s.exec(text) ?? [];
  const entry = Object(ENTRIES[kind])[name] ?? (ENTRIES[kind] ? undefined : { title, source: "" });
  if (!entry) throw new Error(`${path}: there is no ${name} in specification/`);
  return { entry, example };
}
