import { type Registry, registries } from "./hillock.js";

/** The kinds of functions, in the words of the documents. */
export const KINDS: { readonly [kind: string]: Registry } = {
  activations: registries.elementwise,
  rows: registries.rowwise,
  gates: registries.gated,
  features: registries.features,
  losses: registries.losses,
  layers: registries.dense,
  // All but `deterministic`, which has them in the shape of Math.
  "hillock/math": registries.math,
};
