import { meanings } from "../specification/names.js";
import { FRAMEWORKS, type Framework, inFull, ROOTS } from "./frameworks.js";
import type { Meaning } from "./meaning.js";

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
  const wanted = lastPart(name);
  const near = [...new Set(names)].map((one) => ({ one, away: distance(bare(wanted), bare(one)), spelled: distance(wanted, one) }));
  near.sort((a, b) => a.away - b.away || a.spelled - b.spelled);
  const spellings = new Map([...near].reverse().map(({ one }) => [bare(one), one]));
  return near.flatMap(({ one }) => (spellings.get(bare(one)) === one ? [one] : [])).slice(0, 3);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** A name without what differs between ways of writing it. */
function bare(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The edit distance of two texts: how many letters must be put in, left out or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const letter of from) {
    const above = row;
    row = [(above[0] as number) + 1];
    for (let i = 1; i <= to.length; i++)
      row.push(Math.min((above[i] as number) + 1, (row[i - 1] as number) + 1, (above[i - 1] as number) + (to[i - 1] === letter ? 0 : 1)));
  }
  return row[to.length] as number;
}
