/**
 * Names elsewhere: in a row for each library on the page of functions, and as tables of what
 * resolve makes of them.
 */

import type { NameElsewhere, NamesElsewhere, NameWithParameters, ParameterEntry } from "../../specification/schema.js";
import { FRAMEWORKS, type Library } from "../../src/resolve/frameworks.js";
import { code, table } from "./markdown.js";
import { functions } from "./specification.js";

type Parameters = Readonly<Record<string, Pick<ParameterEntry, "default">>>;

const LIBRARIES: readonly string[] = [...new Set(Object.values(FRAMEWORKS).flat())];

/** Rows with what other libraries call a function, and their defaults. */
export function elsewhereFacts(names: NamesElsewhere, parameters: Parameters): string[][] {
  const known = LIBRARIES.flatMap((library) =>
    names[library] ? [[`in ${library}`, callsText(names[library], parameters).map(code).join(", ")]] : [],
  );
  const others = Object.entries(names).filter(([library]) => !LIBRARIES.includes(library));
  const text = others.flatMap(([library, list]) => callsText(list, parameters).map((call) => `${code(call)} (${library})`)).join(", ");
  return [...known, ...(text ? [["elsewhere", text]] : [])];
}

/** Calls with the defaults that they have there. */
function callsText(list: readonly NameElsewhere[], parameters: Parameters): string[] {
  return list.flatMap((one) => {
    const { name, options } = callOf(one, parameters);
    return name.map((each) => (options.length > 0 ? `${each}(${options.join(", ")})` : each));
  });
}

function callOf(one: NameElsewhere, rules: Parameters) {
  const { name, parameters = {}, defaults = {}, required, when = {} }: NameWithParameters = typeof one === "string" ? { name: one } : one;
  const firsts = Object.entries(parameters).filter(([, ours], i, all) => all.findIndex(([, other]) => other === ours) === i);
  const ofOurs = firsts.map(([theirs, ours]) => {
    const value = defaults[ours] ?? (ours === "axis" ? -1 : rules[ours]?.default);
    return required ? theirs : `${theirs}=${value}`;
  });
  const conditions = Object.entries(when).flatMap(([theirs, [value, ...more]]) =>
    [value, ...more].includes(null) ? [] : [`${theirs}=${typeof value === "string" ? JSON.stringify(value) : value}`],
  );
  return { name: [name].flat(), options: [...ofOurs, ...conditions] };
}

/** Every name in libraries and what resolve makes of it, a table. */
export function namesTable(libraries: readonly Library[]): string {
  const found = functions.flatMap(({ name, kind, entry: { names = {} }, spec: { parameters = {} } }) =>
    kind === "losses"
      ? []
      : libraries.flatMap((library) => (names[library] ?? []).map((one) => [callsText([one], parameters), hereText(name, one)] as const)),
  );
  const here = [...new Set(found.map(([, text]) => text))];
  const calls = (text: string) => found.flatMap(([there, one]) => (one === text ? there.map(code) : [])).join(", ");
  return table(
    ["there", "here"],
    here.map((text) => [calls(text), code(text)]),
  );
}

function hereText(name: string, one: NameElsewhere): string {
  const values = Object.entries(typeof one === "string" ? {} : (one.defaults ?? {})).map(([parameter, value]) => `${parameter}: ${value}`);
  return values.length > 0 ? `${name}.with({ ${values.join(", ")} })` : name;
}
