/** The address of the page: it leads to a part, or holds the state of one. */
import { html } from "./dom.js";
import { Given } from "./given.js";

/** The field that stands first in the state of a part. */
const KEYS = { neuron: "neuron", explorer: "f", rows: "rows", learn: "learn", benchmark: "run", prove: "prove" } as const;
type Stateful = keyof typeof KEYS;

/** Browsers take only so many changes of an address in a time, in milliseconds: WebKit 100. */
const [MOST, TIME] = [30, 10_000];
/** Milliseconds to wait where there were as many. */
const REST = 500;

let changes: number[] = [];
let waiting: ReturnType<typeof setTimeout> | undefined;

const fieldsIn = (hash: string) => new URLSearchParams(hash.slice(1));

/** The part whose state an address holds. */
export function partIn(hash: string): string | undefined {
  const fields = fieldsIn(hash);
  return Object.entries(KEYS).find(([, key]) => fields.has(key))?.[0];
}

/**
 * Has a part read its state from the address, now and whenever that changes, and tells what was
 * left out.
 */
export function followAddress(part: Stateful, read: (given: Given) => void): void {
  const notice = html("p", { class: "notice", role: "status", "data-address": true });
  document.querySelector(`#${part} .part`)?.before(notice);
  const follow = () => {
    notice.textContent = "";
    // The name of a part alone leads to it, as it is.
    if (partIn(location.hash) !== part || location.hash.slice(1) === part) return;
    const given = new Given(fieldsIn(location.hash));
    read(given);
    const refusals = given.finish();
    if (refusals.length > 0) notice.textContent = `Left out of the address: ${refusals.join("; ")}.`;
  };
  addEventListener("hashchange", () => {
    // What waits is of the address before.
    clearTimeout(waiting);
    follow();
  });
  follow();
}

/** The address of the page with these fields. */
export function addressWith(fields: Readonly<Record<string, string>>): string {
  // Commas need no escape, and are read more easily without.
  return new URL(`#${String(new URLSearchParams(fields)).replaceAll("%2C", ",")}`, location.href).href;
}

/** Numbers as a field of an address, without the last digits that dragging leaves. */
export function listOf(numbers: ArrayLike<number>): string {
  return Array.from(numbers, (value) => Number(value.toFixed(6))).join(",");
}

/** Puts the state of a part into the address, in place of any other. */
export function keepInAddress(part: Stateful, fields: Readonly<Record<string, string>>): void {
  clearTimeout(waiting);
  const now = performance.now();
  changes = changes.filter((at) => now - at < TIME);
  if (changes.length >= MOST) {
    waiting = setTimeout(() => keepInAddress(part, fields), REST);
    return;
  }
  changes.push(now);
  history.replaceState(null, "", addressWith(fields));
  for (const notice of document.querySelectorAll("[data-address]")) notice.textContent = "";
}
