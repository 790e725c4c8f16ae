import { frameworks } from "../../../src/resolve/frameworks.js";
import { meaningsOf } from "../../../src/resolve/lookup.js";
import { match } from "../../../src/resolve/match.js";
import { readText } from "../../../src/resolve/text.js";
import type { Facts } from "../functions.js";

/** The activations that a text finds: a part of a name or title, or a form that others print. */
export function found({ functions }: Facts, text: string): readonly string[] {
  const sought = text.toLowerCase();
  const meant = meantBy(text);
  return functions
    .filter(
      ({ name, title, elsewhere }) =>
        meant.includes(name) || [name, title, ...elsewhere.flat()].some((one) => one.toLowerCase().includes(sought)),
    )
    .map(({ name }) => name);
}

/** The functions that a name or a printed module means in other libraries. */
function meantBy(text: string): readonly string[] {
  const part = readText(text);
  if (!part) return [];
  const form = { options: {}, positional: [], frameworks, ...part };
  return frameworks.flatMap((framework) => match(form, meaningsOf(form.name, framework, []))?.of ?? []);
}
