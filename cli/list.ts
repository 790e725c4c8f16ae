import * as math from "hillock/math";
import { UsageError } from "../bench/command.js";
import { registries } from "../bench/hillock.js";
import { wrap } from "../proof/text.js";
import { type Flags, print } from "./output.js";

/** The kinds of functions, in the words of the documents. */
const KINDS = {
  activations: registries.elementwise,
  rows: registries.rowwise,
  gates: registries.gated,
  features: registries.features,
  losses: registries.losses,
  layers: registries.dense,
  "hillock/math": math,
} as const;

export function list(names: readonly string[], flags: Flags): void {
  if (names.length > 0) throw new UsageError(`list takes no names, not ${JSON.stringify(names[0])}; info has what there is of one`);
  const kinds = Object.entries(KINDS).map(([kind, registry]) => [kind, Object.keys(registry)] as const);
  print(Object.fromEntries(kinds), flags, () => kinds.map(([kind, functions]) => `${kind}\n${wrap(functions, 2)}`).join("\n"));
}
