/** Every function of the package, by kind. */
import { KINDS } from "../bench/kinds.js";
import features from "../specification/features.json" with { type: "json" };
import rows from "../specification/rows.json" with { type: "json" };

/** The kind whose functions are also known with a prefix: an activation may have the same name. */
const MATH = "hillock/math";
const PREFIX = "math.";

/** Each by its name; an activation where a function of hillock/math has the same. */
export const functions: { readonly [name: string]: unknown } = Object.assign({}, ...Object.values(KINDS).reverse());

/** All names by which a function is found: those of hillock/math with their prefix as well. */
export const names: readonly string[] = [...Object.keys(functions), ...Object.keys(KINDS[MATH] as object).map((name) => PREFIX + name)];

/** A function as a command is told of it. */
export interface Found {
  /** Its own name, without a prefix. */
  readonly name: string;
  readonly kind: string;
  readonly f: unknown;
  /** The name under which the records have it. */
  readonly recorded: string;
}

/** The function that a name means, with or without the prefix of hillock/math. */
export function find(word: string): Found | undefined {
  const isPrefixed = word.startsWith(PREFIX);
  const name = isPrefixed ? word.slice(PREFIX.length) : word;
  const [kind, members] =
    Object.entries(KINDS).find(([one, members]) => (!isPrefixed || one === MATH) && Object.hasOwn(members, name)) ?? [];
  if (kind === undefined || members === undefined) return undefined;
  return { name, kind, f: members[name], recorded: kind === MATH ? PREFIX + name : name };
}

type Legend = { readonly [method: string]: string };

/** The names in the formulas of a function that these do not explain, by formula. */
export function legendOf(name: string): Legend {
  const entries: { readonly [name: string]: object } = { ...rows, ...features };
  const { legend = {} } = (entries[name] ?? {}) as { readonly legend?: Legend };
  return legend;
}
