/** WebAssembly text as nested lists. */
import binaryen from "assemblyscript/binaryen";

export type Wat = readonly (string | Wat)[];

/** The text of a module, parsed: `["module", ["type", ...], ["func", ...], ...]`. */
export function disassemble(bytes: Uint8Array): Wat {
  const module = binaryen.readBinary(bytes);
  const tokens = module.emitText().match(/"[^"]*"|[()]|[^\s()]+/g) ?? [];
  module.dispose();
  let at = 1;
  const list = (): Wat => {
    const items: (string | Wat)[] = [];
    for (let token = tokens[at++]; token !== ")"; token = tokens[at++]) items.push(token === "(" ? list() : (token as string));
    return items;
  };
  return list();
}

export const isList = (item: string | Wat): item is Wat => typeof item !== "string";

/** A list and all lists within. */
export function* within(wat: Wat): Generator<Wat> {
  yield wat;
  for (const item of wat) if (isList(item)) yield* within(item);
}
