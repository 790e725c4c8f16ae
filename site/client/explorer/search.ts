import { frameworks } from "../../../src/resolve/frameworks.js";
import { meaningsOf } from "../../../src/resolve/lookup.js";
import { match } from "../../../src/resolve/match.js";
import { readText } from "../../../src/resolve/text.js";
import type { Facts } from "../functions.js";

/** The names of functions that a text finds. */
export interface Found {
  readonly activations: readonly string[];
  /** Functions that are no activations, which the explorer cannot draw. */
  readonly others: readonly string[];
}

/** The functions that a text finds: a part of a name or title, or a form that others print. */
export function found({ functions, others }: Facts, text: string): Found {
  const sought = text.toLowerCase();
  const meant = meantBy(text);
  const isFound = (name: string, texts: readonly string[]) =>
    meant.includes(name) || [name, ...texts].some((one) => one.toLowerCase().includes(sought));
  /** A name that is meant comes first, then those that begin with the text, then other names. */
  const rank = (name: string) =>
    [meant.includes(name), name.toLowerCase().startsWith(sought), name.toLowerCase().includes(sought), true].indexOf(true);
  return {
    activations: functions.flatMap(({ name, title, elsewhere }) => (isFound(name, [title, ...elsewhere.flat()]) ? [name] : [])),
    others: others
      .flatMap(({ name, title, elsewhere }) => (isFound(name, [title, ...elsewhere]) ? [name] : []))
      .sort((a, b) => rank(a) - rank(b)),
  };
}

/** The functions that a name or a printed module means in other libraries. */
function meantBy(text: string): readonly string[] {
  const part = readText(text);
  if (!part) return [];
  const form = { options: {}, positional: [], frameworks, ...part };
  return frameworks.flatMap((framework) => match(form, meaningsOf(form.name, framework, []))?.of ?? []);
}
