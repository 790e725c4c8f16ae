/** Every function of the package, by kind. */
import * as math from "hillock/math";
import { registries } from "../bench/hillock.js";
import features from "../specification/features.json" with { type: "json" };
import rows from "../specification/rows.json" with { type: "json" };

/** The kinds of functions, in the words of the documents. */
export const KINDS: { readonly [kind: string]: { readonly [name: string]: unknown } } = {
  activations: registries.elementwise,
  rows: registries.rowwise,
  gates: registries.gated,
  features: registries.features,
  losses: registries.losses,
  layers: registries.dense,
  // All but `deterministic`, which has them in the shape of Math.
  "hillock/math": Object.fromEntries(Object.entries(math).filter(([, f]) => typeof f === "function")),
};

/** Each by its name; an activation where a function of hillock/math has the same. */
export const functions: { readonly [name: string]: unknown } = Object.assign({}, ...Object.values(KINDS).reverse());

type Legend = { readonly [method: string]: string };

/** The names in the formulas of a function that these do not explain, by formula. */
export function legendOf(name: string): Legend {
  const entries: { readonly [name: string]: object } = { ...rows, ...features };
  const { legend = {} } = (entries[name] ?? {}) as { readonly legend?: Legend };
  return legend;
}
