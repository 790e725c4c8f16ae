/** What other code put on `Object.prototype` is nothing that hillock was given: no option, no flag, no result. */
import { afterEach, expect, inject, test } from "vitest";
import { dense, gelu, leakyRelu, softmax } from "../src/index.js";
import { createRuntime } from "../src/runtime.js";
import { calls, mover } from "./support/calls.js";

const backend = inject("backend");
const root = Object.prototype as unknown as Record<string, unknown>;

/** Names that libraries and people have put there, those of options, and those that hillock asks its own objects for. */
const pollution: Readonly<Record<string, unknown>> = {
  extend: () => 0,
};

afterEach(() => {
  for (const name of Object.keys(pollution)) delete root[name];
});

/** Runs `call` while `Object.prototype` has a property. */
function polluted<T>(name: string, descriptor: PropertyDescriptor, call: () => T): T {
  Object.defineProperty(Object.prototype, name, { configurable: true, ...descriptor });
  try {
    return call();
  } finally {
    delete root[name];
  }
}

const wanted = calls.map(({ run }) => run(mover(createRuntime({ backend }))));

const names = process.env.NAMES ? JSON.parse(process.env.NAMES) : Object.keys(pollution);
test.each(names as string[])("%s", (name) => {
  for (const value of [() => 0, 7, true, [1]]) {
  const runtime = createRuntime({ backend });
  const failures: string[] = [];
  calls.forEach(({ label, run }, i) => {
    try {
      const result = polluted(name, { enumerable: true, value: value, writable: true }, () => run(mover(runtime)));
      expect(result, label).toEqual(wanted[i]);
    } catch (error) { failures.push(label + ": " + (error as Error).message.split("\n")[0] + ((error as Error).stack ?? "").split("\n").filter(l => l.includes("src/")).slice(0,2).join("|")); }
  });
  if (failures.length) console.log("BAD", name, String(value), failures.length, failures[0]);
  }
});
void [dense, gelu, leakyRelu, softmax];
