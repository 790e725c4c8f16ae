import { html } from "../dom.js";

/** The part Rows draws these. */
const IN_ROWS = ["softmax", "entmax15", "sparsemax"];

/** The page of a function. */
export const pageOf = (name: string): string => `functions/${name}.html`;

/** Links to the pages of functions that are no activations, and to the part that draws them. */
export function linksTo(names: readonly string[]): readonly (Node | string)[] {
  if (names.length === 0) return [];
  const links = names.map((name) =>
    html(
      "span",
      {},
      html("a", { href: pageOf(name) }, name),
      ...(IN_ROWS.includes(name) ? [", drawn in ", html("a", { href: "#rows" }, "Rows")] : []),
    ),
  );
  return ["Functions of rows, gates and others: ", ...links.flatMap((link, i) => (i > 0 ? ["; ", link] : [link]))];
}
