import { frameworks } from "../../../src/resolve/frameworks.js";
import { meaningsOf } from "../../../src/resolve/lookup.js";
import { match } from "../../../src/resolve/match.js";
import { readText } from "../../../src/resolve/text.js";
import type { Facts } from "../functions.js";

/** The names of functions that a text finds, the nearest first. */
export interface Found {
  readonly activations: readonly string[];
  /** Functions that are no activations, which the explorer cannot draw. */
  readonly others: readonly string[];
  /** The nearest of them all. */
  readonly first: string | undefined;
}

/** Names that people know and no library has. */
const ALSO: Readonly<Record<string, string>> = {
  heaviside: "binaryStep",
  unitstep: "binaryStep",
  expit: "sigmoid",
  ramp: "relu",
  rectifier: "relu",
  arctan: "atan",
};

/** A name as it is compared: its last part, without capitals, spaces and marks. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^.*\./, "")
    .replace(/[^a-z0-9]/g, "");

/** Parts of words are sought from so many letters on, and where nothing else is found. */
const LETTERS = 4;

/** The words of a text, each after a space; a name like leakyRelu has two. */
const wordsOf = (text: string): string =>
  ` ${text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")}`;

/** A function as it is sought. */
interface Sought {
  readonly name: string;
  readonly isActivation: boolean;
  /** Its names in libraries, one or several in a text. */
  readonly elsewhere: readonly string[];
  /** Texts about it. */
  readonly texts: readonly string[];
}

/**
 * The functions that a text finds: by their own names, those elsewhere, a form that others print, a
 * word of a name, a title or what they are used for, or a part of such a word.
 */
export function found(facts: Facts, text: string): Found {
  const ranked = rankedBy(facts, text);
  const namesOf = (isActivation: boolean) => ranked.filter((one) => one.isActivation === isActivation).map(({ name }) => name);
  return { activations: namesOf(true), others: namesOf(false), first: ranked[0]?.name };
}

/** The activations that a whole name means, here or elsewhere: several where libraries differ. */
export function namedBy(facts: Facts, text: string): readonly string[] {
  const exact = rankedBy(facts, text).filter(({ rank, isActivation }) => text !== "" && isActivation && rank < WORDS);
  return exact.filter(({ rank }) => rank === exact[0]?.rank).map(({ name }) => name);
}

/** The functions that a text finds, each with its kind of finding, the nearest first. */
function rankedBy({ functions, others }: Facts, text: string): readonly (Sought & { readonly rank: number })[] {
  const [exact, meant, words] = [plain(text), meantBy(text), wordsOf(text).trimEnd()];
  const within = text.toLowerCase();
  /** The kinds of finding, the nearest first; the last two are of parts of words. */
  const rank = ({ name, elsewhere, texts }: Sought): number => {
    const isNamed = meant.length === 0 && exact !== "" && elsewhere.some((one) => one.split(", ").map(plain).includes(exact));
    const kinds = [
      name.toLowerCase() === within,
      meant.includes(name),
      plain(name) === exact,
      isNamed || ALSO[exact] === name,
      name.toLowerCase().startsWith(within),
      wordsOf(name).includes(words),
      [...elsewhere, ...texts].some((one) => wordsOf(one).includes(words)),
      name.toLowerCase().includes(within),
      [...elsewhere, ...texts].some((one) => one.toLowerCase().includes(within)),
    ];
    return kinds.indexOf(true);
  };
  const all: readonly Sought[] = [
    ...functions.map(({ name, title, use, elsewhere }) => ({
      ...{ name, isActivation: true, elsewhere: elsewhere.map(([, names]) => names) },
      texts: [title, use, ...elsewhere.map(([library]) => library)],
    })),
    ...others.map(({ name, title, elsewhere }) => ({ name, isActivation: false, elsewhere, texts: [title] })),
  ];
  const anywhere = all.map((one) => ({ ...one, rank: text ? rank(one) : 0 })).filter(({ rank }) => rank >= 0);
  const byWords = anywhere.filter(({ rank }) => rank < PARTS);
  const ranked = text.length < LETTERS && byWords.length > 0 ? byWords : anywhere;
  return ranked.sort((a, b) => a.rank - b.rank);
}

/** The first kinds of finding that are of words, and of parts of words. */
const [WORDS, PARTS] = [4, 7];

/** The functions that a name or a printed module means in other libraries. */
function meantBy(text: string): readonly string[] {
  const part = readText(text);
  if (!part) return [];
  const form = { options: {}, positional: [], frameworks, ...part };
  return frameworks.flatMap((framework) => match(form, meaningsOf(form.name, framework, []))?.of ?? []);
}
