/** The address of the page: it leads to a part, and holds the states of all. */
import { html } from "./dom.js";
import { Given } from "./given.js";

/**
 * The fields of each part. One of the first of them says that the state of the part is there; where
 * it is the part's name, alone and without a value it leads to the part.
 */
const FIELDS = {
  neuron: { first: ["neuron"], others: ["inputs", "weights", "bias"] },
  explorer: { first: ["f"], others: ["from", "to", "show"] },
  rows: { first: ["rows"], others: ["mask", "temperature"] },
  learn: { first: ["learn"], others: ["points", "layers", "units", "seed", "rate"] },
  benchmark: { first: ["run", "benchmark"], others: ["numbers"] },
  prove: { first: ["prove"], others: ["of"] },
} as const;
type Stateful = keyof typeof FIELDS;
const PARTS = Object.keys(FIELDS) as Stateful[];

type Fields = Readonly<Record<string, string>>;

/** A part as the address knows it. */
interface State {
  /** Reads the fields of an address. */
  readonly read: (given: Given) => void;
  /** The fields of the state as it is. */
  readonly fields: () => Fields;
}

/** Browsers take only so many changes of an address in some seconds: WebKit 100 in 30. */
const [AT_ONCE, TIME] = [30, 10_000];
/** Milliseconds from one to the next where there were as many. */
const REST = 1500;

let changes: number[] = [];
let waiting: ReturnType<typeof setTimeout> | undefined;

/** The states of parts as texts of an address, as they were read or changed. */
const kept = new Map<Stateful, string>();
const started = new Map<Stateful, State & { readonly usual: string }>();

const fieldsIn = (hash: string) => [...new URLSearchParams(hash.slice(1))];

/** Fields as text. Commas need no escape, and are read more easily without. */
const textOf = (fields: Fields | URLSearchParams) => String(new URLSearchParams(fields)).replaceAll("%2C", ",");

/**
 * The states that an address holds, in its order; fields that mean nothing are with the first,
 * which tells so.
 */
function statesIn(hash: string): ReadonlyMap<Stateful, URLSearchParams> {
  const fields = fieldsIn(hash);
  const isState = (part: Stateful) => fields.some(([key, value]) => isFirstOf(part, key) && (key !== part || value !== ""));
  const states = new Map<Stateful, URLSearchParams>();
  const unknown: [string, string][] = [];
  for (const [key, value] of fields) {
    const part = PARTS.find((one) => isFieldOf(one, key));
    if (part && isState(part)) states.set(part, states.get(part) ?? new URLSearchParams());
    if (part && isState(part)) states.get(part)?.append(key, value);
    else if (part !== key) unknown.push([key, value]);
  }
  const [first] = states.values();
  for (const [key, value] of unknown) first?.append(key, value);
  return states;
}

function isFirstOf(part: Stateful, key: string): boolean {
  return (FIELDS[part].first as readonly string[]).includes(key);
}

function isFieldOf(part: Stateful, key: string): boolean {
  // Parameters of functions have the function's name before a point.
  return isFirstOf(part, key) || (FIELDS[part].others as readonly string[]).includes(key) || (part === "explorer" && key.includes("."));
}

/** The name that an address leads to: that in its front, or the part whose state is there. */
export function nameIn(hash: string): string {
  const [[name = "", value = ""] = []] = fieldsIn(hash);
  if (value === "" && document.getElementById(name)) return name;
  return [...statesIn(hash).keys()].find((part) => isFieldOf(part, name)) ?? name;
}

function take(): void {
  for (const [part, fields] of statesIn(location.hash)) kept.set(part, textOf(fields));
}

take();
addEventListener("hashchange", () => {
  // What waits is of the address before.
  clearTimeout(waiting);
  take();
  setTimeout(complete);
});

/** Adds to an address that was followed the states of the parts that it says nothing of. */
function complete(): void {
  const states = statesIn(location.hash);
  const others = PARTS.filter((part) => kept.has(part) && !states.has(part)).map((part) => kept.get(part));
  if (location.hash.length > 1 && others.length > 0) history.replaceState(null, "", [location.hash, ...others].join("&"));
}

/**
 * Has a part read its state from the address, now and whenever that changes, and tells what was
 * left out. The state that it has before is the usual one, which no address holds.
 */
export function followAddress(part: Stateful, { read, fields }: State): void {
  started.set(part, { read, fields, usual: textOf(fields()) });
  const notice = html("p", { class: "notice", role: "status", "data-address": true });
  document.querySelector(`#${part} .part`)?.before(notice);
  const follow = (state: URLSearchParams | undefined) => {
    notice.textContent = "";
    if (!state) return;
    const given = new Given(state);
    read(given);
    hold(part);
    const refusals = given.finish();
    if (refusals.length > 0) notice.textContent = `Left out of the address: ${refusals.join("; ")}.`;
  };
  addEventListener("hashchange", () => follow(statesIn(location.hash).get(part)));
  const text = kept.get(part);
  follow(text === undefined ? undefined : new URLSearchParams(text));
}

/** Keeps the state of a part, unless it is the usual one. */
function hold(part: Stateful): void {
  const state = started.get(part);
  const text = state ? textOf(state.fields()) : "";
  if (text === state?.usual) kept.delete(part);
  else kept.set(part, text);
}

/** Numbers as a field of an address, without the last digits that dragging leaves. */
export function listOf(numbers: ArrayLike<number>): string {
  return Array.from(numbers, (value) => Number(value.toFixed(6))).join(",");
}

/** Puts the states of all parts into the address, that of a part first, and returns it. */
export function keepInAddress(part: Stateful): string {
  hold(part);
  const order = [part, ...PARTS.filter((one) => one !== part)];
  const texts = order.flatMap((one) => kept.get(one) ?? []);
  const { href } = new URL(texts.length > 0 ? `#${texts.join("&")}` : location.pathname + location.search, location.href);
  write(href);
  return href;
}

function write(href: string): void {
  clearTimeout(waiting);
  const now = performance.now();
  changes = changes.filter((at) => now - at < TIME);
  const rest = changes.length < AT_ONCE ? 0 : (changes.at(-1) as number) + REST - now;
  if (rest > 0) {
    waiting = setTimeout(() => write(href), rest);
    return;
  }
  changes.push(now);
  history.replaceState(null, "", href);
  for (const notice of document.querySelectorAll("[data-address]")) notice.textContent = "";
}
