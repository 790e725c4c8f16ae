import { meanings } from "../specification/names.js";
import { FRAMEWORKS, type Framework, inFull, ROOTS } from "./frameworks.js";
import type { Meaning } from "./meaning.js";
import { mostLike } from "./mostLike.js";

/**
 * The meanings of a name in a framework: those of just that name, else those whose full name ends
 * with it, as `relu` ends `keras.activations.relu`.
 */
export function meaningsOf(name: string, framework: Framework, own: readonly Meaning[]): readonly Meaning[] {
  const wanted = inFull(name);
  for (const library of FRAMEWORKS[framework]) {
    const there = [...meanings, ...own].filter((meaning) => meaning.library === library);
    const exact = there.filter((meaning) => meaning.names.some((one) => one === wanted || `${ROOTS[library]}.${one}` === wanted));
    const found = exact.length > 0 ? exact : there.filter((meaning) => meaning.names.some((one) => `.${one}`.endsWith(`.${wanted}`)));
    if (found.length > 0) return found;
  }
  return [];
}

/** Names of frameworks that look most like one that is none. */
export function nearest(name: string, frameworks: readonly Framework[], own: readonly Meaning[]): readonly string[] {
  const libraries = frameworks.flatMap((framework) => FRAMEWORKS[framework]);
  const names = [...meanings, ...own].filter(({ library }) => libraries.includes(library)).flatMap(({ names }) => names.map(lastPart));
  return mostLike(lastPart(name), names);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
