import { type Activation, activations } from "../functions.js";

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

/** The state that an address has, if it has one of functions that there are. */
export function stateOf(hash: string): State | undefined {
  const given = new URLSearchParams(hash.slice(1));
  const names = [...new Set((given.get("f") ?? "").split(","))].filter((name) => Object.hasOwn(activations, name));
  if (names.length === 0) return undefined;
  const parameters: State["parameters"] = {};
  for (const [key, value] of given) {
    const [name = "", parameter] = key.split(".");
    const number = Number(value);
    if (!names.includes(name) || !parameter || !Number.isFinite(number)) continue;
    if (!Object.hasOwn((activations[name] as Activation).spec.parameters, parameter)) continue;
    parameters[name] = { ...parameters[name], [parameter]: number };
  }
  const number = (key: string, usual: number) =>
    given.has(key) && Number.isFinite(Number(given.get(key))) ? Number(given.get(key)) : usual;
  const [from, to] = [number("from", BEGINNING.from), number("to", BEGINNING.to)];
  const shown = given.get("show") ?? "01";
  return {
    names: names.slice(0, COLOURS.length),
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name, given]) => isAllowed(name, given))),
    from,
    to: to > from ? to : from + 1,
    methods: METHODS.map((_, i) => shown.includes(String(i))),
  };
}

/** Whether a function takes these parameters, each in its range and by the rules between them. */
function isAllowed(name: string, parameters: Readonly<Record<string, number>>): boolean {
  try {
    (activations[name] as Activation).with(parameters);
    return true;
  } catch {
    return false;
  }
}

/** The address of a state, after its `#`. */
export function hashOf({ names, parameters, from, to, methods }: State): string {
  const kept = new URLSearchParams({
    f: names.join(","),
    from: String(from),
    to: String(to),
    show: methods.map((on, i) => (on ? i : "")).join(""),
  });
  for (const name of names)
    for (const [parameter, value] of Object.entries(parameters[name] ?? {})) kept.set(`${name}.${parameter}`, String(value));
  return String(kept);
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
