import { UsageError } from "../bench/command.js";
import { KINDS } from "../bench/kinds.js";
import { wrap } from "../proof/text.js";
import { columns, type Flags, print } from "./output.js";

export function list(names: readonly string[], flags: Flags): void {
  if (names.length > 0) throw new UsageError(`list takes no names, not ${JSON.stringify(names[0])}; info has what there is of one`);
  const kinds = Object.entries(KINDS).map(([kind, functions]) => [kind, Object.keys(functions)] as const);
  print(Object.fromEntries(kinds), flags, () =>
    kinds.map(([kind, functions]) => `${kind}\n${wrap(functions, 2, ", ", columns())}`).join("\n"),
  );
}
