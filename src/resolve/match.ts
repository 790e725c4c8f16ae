import { describe, fail } from "../call/errors.js";
import type { Form } from "./form.js";
import { IGNORED } from "./frameworks.js";
import type { Meaning, Value } from "./meaning.js";

/** A function of ours, with parameters that are not its defaults. */
export interface Match {
  readonly of: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The function that a form means by the meanings of its name: of those that have a place for every
 * option, the one with most conditions.
 */
export function match(form: Form, meanings: readonly Meaning[]): Match | undefined {
  const fitting = meanings.flatMap((meaning) => {
    const parameters = parametersOf(form, meaning);
    return parameters ? [{ of: meaning.of, parameters, conditions: Object.keys(meaning.when ?? {}).length }] : [];
  });
  return fitting.reduce<(typeof fitting)[number] | undefined>(
    (best, one) => (best && best.conditions >= one.conditions ? best : one),
    undefined,
  );
}

/** Our parameters, if a meaning has a place for every option, and its conditions hold. */
function parametersOf(form: Form, meaning: Meaning): Match["parameters"] | undefined {
  const { library, parameters = {}, defaults, when = {}, ignored = [] } = meaning;
  const order = [...Object.keys(parameters), ...Object.keys(when), ...IGNORED[library]];
  if (form.positional.length > (ignored.length > 0 ? 0 : order.length)) return undefined;
  const options = [...form.positional.map((value, i) => [order[i] as string, value] as const), ...given(form)];
  const found: Record<string, unknown> = {};
  for (const [name, value] of options) {
    if (!hasPlace(meaning, name)) return undefined;
    const ours = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (ours === undefined) continue;
    if (Object.hasOwn(found, ours) || typeof value !== "number") return undefined;
    found[ours] = value;
  }
  const values = Object.fromEntries(options);
  const holds = Object.entries(when).every(([name, allowed]) => allowed.some((one) => isSame(one, values[name] ?? null)));
  return holds ? { ...defaults, ...found } : undefined;
}

function hasPlace({ library, parameters = {}, when = {}, ignored = [] }: Meaning, option: string): boolean {
  return Object.hasOwn(parameters, option) || Object.hasOwn(when, option) || ignored.includes(option) || IGNORED[library].includes(option);
}

function given({ options }: Form): readonly (readonly [string, unknown])[] {
  return Object.entries(options).filter(([, value]) => value !== undefined);
}

/** Numbers may come as float32, which ONNX has. */
function isSame(allowed: Value, value: unknown): boolean {
  return allowed === value || (typeof allowed === "number" && typeof value === "number" && Math.fround(allowed) === Math.fround(value));
}

/** Refuses a form whose name is known, and whose options mean no function of ours. */
export function refuseOptions(form: Form, meanings: readonly Meaning[]): never {
  const { name } = form;
  const options = given(form);
  const expected = namesOf(meanings, ({ parameters, when }) => [...Object.keys(parameters ?? {}), ...Object.keys(when ?? {})]);
  const quiet = namesOf(meanings, ({ library, ignored = [] }) => [...ignored, ...IGNORED[library]]);
  const unknown = options.find(([option]) => !expected.includes(option) && !quiet.includes(option));
  if (unknown !== undefined) {
    const known = expected.length > 0 ? `one of ${expected.join(", ")}` : "none";
    fail("HILLOCK_OPTION", "resolve", `unknown option ${describe(unknown[0])} of ${name}, expected ${known}`);
  }
  const knowing = meanings.filter((meaning) => options.every(([option]) => hasPlace(meaning, option)));
  for (const [option, value] of options)
    if (knowing.some(({ parameters = {} }) => Object.hasOwn(parameters, option)) && typeof value !== "number")
      fail("HILLOCK_PARAMETER", "resolve", `${option} of ${name} is ${describe(value)}, expected a number`, TypeError);
  for (const option of namesOf(knowing, ({ when = {} }) => Object.keys(when))) {
    const allowed = knowing.flatMap(({ when = {} }) => when[option] ?? [undefined]);
    const value = form.options[option] ?? null;
    if (allowed.some((one) => one === undefined || isSame(one, value))) continue;
    const values = [...new Set(allowed as Value[])].sort((a, b) => Number(a === null) - Number(b === null));
    const words = values.map((one) => (one === null ? "nothing" : describe(one))).join(" or ");
    fail("HILLOCK_PARAMETER", "resolve", `${option} of ${name} is ${value === null ? "missing" : describe(value)}, expected ${words}`);
  }
  return fail("HILLOCK_OPTION", "resolve", `no function of hillock's is ${name} with these options together`);
}

function namesOf(meanings: readonly Meaning[], select: (meaning: Meaning) => readonly string[]): readonly string[] {
  return [...new Set(meanings.flatMap(select))];
}
