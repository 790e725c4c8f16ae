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

/**
 * The functions that a text finds: by their names, here or elsewhere, a form that others print, a
 * part of a name or title, or what they are used for.
 */
export function found({ functions, others }: Facts, text: string): Found {
  const [sought, exact, meant] = [text.toLowerCase(), plain(text), meantBy(text)];
  /** Nothing where it is not found; otherwise the lower, the nearer. */
  const rank = (name: string, texts: readonly string[], names: readonly string[]): number | undefined => {
    const isNamed =
      meant.length === 0 && exact !== "" && (ALSO[exact] === name || names.some((one) => one.split(", ").map(plain).includes(exact)));
    const places = [
      meant.includes(name) || plain(name) === exact,
      isNamed,
      name.toLowerCase().startsWith(sought),
      name.toLowerCase().includes(sought),
      texts.some((one) => one.toLowerCase().includes(sought)),
    ];
    const place = places.indexOf(true);
    return place < 0 ? undefined : place;
  };
  const ranked = [
    ...functions.map(({ name, title, use, elsewhere }) => {
      const names = elsewhere.map(([, list]) => list);
      return { name, isActivation: true, place: rank(name, [title, use, ...elsewhere.flat()], names) };
    }),
    ...others.map(({ name, title, elsewhere }) => ({ name, isActivation: false, place: rank(name, [title, ...elsewhere], elsewhere) })),
  ].filter(({ place }) => place !== undefined);
  if (text) ranked.sort((a, b) => (a.place as number) - (b.place as number));
  const namesOf = (isActivation: boolean) => ranked.filter((one) => one.isActivation === isActivation).map(({ name }) => name);
  return { activations: namesOf(true), others: namesOf(false), first: ranked[0]?.name };
}

/** The functions that a name or a printed module means in other libraries. */
function meantBy(text: string): readonly string[] {
  const part = readText(text);
  if (!part) return [];
  const form = { options: {}, positional: [], frameworks, ...part };
  return frameworks.flatMap((framework) => match(form, meaningsOf(form.name, framework, []))?.of ?? []);
}
