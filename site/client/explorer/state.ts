import { type Activation, activations } from "../functions.js";
import type { Given, Naming } from "../given.js";

/** The state of the explorer, as the page's address has it. */
export interface State {
  names: string[];
  parameters: Record<string, Record<string, number>>;
  from: number;
  to: number;
  methods: boolean[];
}

/** The names of the colours of functions that lie over each other. */
export const COLOURS = ["first", "second", "third", "fourth"];

/** The value and the derivatives, in the order of `methods`. */
export const METHODS = ["f", "f′", "f″"] as const;

export const BEGINNING: State = { names: ["gelu"], parameters: {}, from: -8, to: 4, methods: [true, true, false] };

/** The part of gelu that 1 + tanh or 1 - exp lose. */
export const TAIL = { names: ["gelu"], parameters: {}, from: -15, to: -5 };

/** The numbers that an end of the range may be: their difference is one, too. */
export const ENDS = { min: -1e300, max: 1e300 };
/** The least width of a range beside its ends, so that there are numbers enough between them. */
const LEAST = 2 ** -40;

/** Whether there is a range from a number to another. */
export function isRange(from: number, to: number): boolean {
  return to - from > LEAST * Math.max(Math.abs(from), Math.abs(to));
}

/**
 * The state that an address has: that of before where it has no function that there is; `meant` has
 * the functions that other names mean.
 */
export function stateOf(given: Given, before: State, meant?: Naming["meant"]): State {
  const naming = { once: true, noun: "activation", ...(meant && { meant }) };
  const names = given.names("f", Object.keys(activations), COLOURS.length, naming);
  const shown = given.text("show") ?? "01";
  if (!/^[012]*$/.test(shown)) given.refuse(`show=${shown}`, "has other digits than 0, 1 and 2");
  const from = given.number("from", BEGINNING.from, ENDS);
  // Beside 1 a large number is the same with 1 more.
  const next = from + Math.max(1, Math.abs(from) / 8);
  const wanted = given.number("to", Math.max(BEGINNING.to, next), ENDS);
  const to = isRange(from, wanted) ? wanted : next;
  if (to !== wanted) given.refuse(`to=${wanted}`, `is not ${wanted > from ? "far " : ""}above from=${from}, so it is ${to} here`);
  const parameters = parametersIn(given, names);
  if (names.length === 0) return before;
  return { names: [...names], parameters, from, to, methods: METHODS.map((_, i) => shown.includes(String(i))) };
}

/** The parameters that an address has of some functions, and that these take. */
function parametersIn(given: Given, names: readonly string[]): State["parameters"] {
  const parameters: State["parameters"] = {};
  for (const [name, parameter, value] of given.parameters()) {
    if (!names.includes(name)) given.refuse(`${name}.${parameter}`, "is of no function that is drawn");
    else if (!Object.hasOwn((activations[name] as Activation).spec.parameters, parameter))
      given.refuse(parameter, `is no parameter of ${name}`);
    else if (value !== undefined) parameters[name] = { ...parameters[name], [parameter]: value };
  }
  for (const [name, chosen] of Object.entries(parameters)) {
    try {
      (activations[name] as Activation).with(chosen);
    } catch (error) {
      // It is out of its range, or breaks a rule between two parameters.
      given.refuse(`${name}'s parameters,`, error instanceof Error ? `for ${error.message}` : String(error));
      delete parameters[name];
    }
  }
  return parameters;
}

/** A state as fields of an address. */
export function fieldsOf({ names, parameters, from, to, methods }: State): Readonly<Record<string, string>> {
  const chosen = names.flatMap((name) =>
    Object.entries(parameters[name] ?? {}).map(([parameter, value]) => [`${name}.${parameter}`, String(value)]),
  );
  return {
    f: names.join(","),
    from: String(from),
    to: String(to),
    show: methods.map((on, i) => (on ? i : "")).join(""),
    ...Object.fromEntries(chosen),
  };
}

/** Whether a state is that with which the explorer begins. */
export function isBeginning(state: State): boolean {
  return JSON.stringify(fieldsOf(state)) === JSON.stringify(fieldsOf(BEGINNING));
}

/** The parameters of a function in a state, its defaults included. */
export function parametersOf({ parameters }: State, name: string): Record<string, number> {
  const rules = Object.entries((activations[name] as Activation).spec.parameters);
  return { ...Object.fromEntries(rules.map(([key, { default: usual }]) => [key, usual])), ...parameters[name] };
}

/** A function with the parameters of a state. */
export function boundIn(state: State, name: string): Activation {
  return (activations[name] as Activation).with(parametersOf(state, name));
}
