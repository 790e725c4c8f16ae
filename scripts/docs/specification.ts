/** All that the documents know of hillock's functions: from their property `spec`, and from their docstrings. */
import { existsSync, readFileSync } from "node:fs";
import type { Parameter } from "hillock";
import * as hillock from "hillock";

/** The kinds of functions, by the folder of their sources, in the order in which documents have them. */
export const KINDS = {
  activations: { title: "Activations", page: undefined, purpose: "activations: each number by itself" },
  rowwise: { title: "Functions of rows", page: "rows.md", purpose: "[rows](docs/rows.md): scores into probabilities" },
  gated: { title: "Gates", page: "gates.md", purpose: "[gates](docs/gates.md): one half of a layer opens or shuts the other" },
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
  readonly kinks?: readonly number[];
  readonly range?: string;
  readonly limits?: Readonly<Record<string, readonly [string, string]>>;
  readonly bounds: { readonly [tier in "float32" | "fast" | "float64"]?: Bounds };
}

/** A function that hillock exports, as documents describe it. */
export interface Described {
  readonly name: string;
  readonly kind: Kind;
  /** The first sentence of its docstring. */
  readonly title: string;
  /** What it says between the formulas and the arguments. */
  readonly note: string | undefined;
  /** Who published it. */
  readonly source: string | undefined;
  /** Code, its import first: that alone where the docstring has none. */
  readonly example: string;
  readonly spec: Specification;
}

/** Layers have no property `spec`: their errors are those of sums. */
const LAYER: Specification = { formula: { value: "activation(x W + b)" }, bounds: {} };

/** Every function of a kind, in the order of documents. */
export const functions: readonly Described[] = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
  Object.entries(hillock)
    .filter(([name, value]) => typeof value === "function" && existsSync(sourceOf(kind, name)))
    .map(([name, value]) => ({ name, kind, spec: Object(value).spec ?? LAYER, ...readDocstring(kind, name) })),
);

export const namesOf = (kind: Kind) => functions.filter((one) => one.kind === kind).map(({ name }) => name);

function sourceOf(kind: Kind, name: string): string {
  return `src/${kind}/${name}.ts`;
}

function readDocstring(kind: Kind, name: string): Pick<Described, "title" | "note" | "source" | "example"> {
  const path = sourceOf(kind, name);
  const docstring = new RegExp(`/\\*\\*\n((?: \\*.*\n)+?) \\*/\nexport const ${name}\\b`).exec(readFileSync(path, "utf8"))?.[1] ?? "";
  const text = docstring.replaceAll(/^ \* ?/gm, "");
  const [, title] = /^(.+?\.)\n\n/s.exec(text) ?? [];
  const [, example] = /@example\n(.+)/s.exec(text) ?? [];
  if (!title) throw new Error(`${path}: the docstring of ${name} has no title`);
  const [, note] = /\n\n(?: {4}.*\n)+\n(.+?)\n\nTakes a number/s.exec(text) ?? [];
  const [, source] = /^Source: (.+?)\n\n/ms.exec(text) ?? [];
  return { title, note, example: example ?? `import { ${name} } from "hillock";`, source: source?.replaceAll("\n", " ") };
}
