/** Who is timed: for one activation and element type, every way to compute each method. */
import { existsSync } from "node:fs";
import type { Activation } from "hillock";
import * as hillock from "hillock";
import * as fastForms from "hillock/fast";
import { type Copier, compileCopyLoop } from "./copy.js";
import { instance } from "./instance.js";
import type { Floats, Loops, Method, Naive, Type } from "./loops.js";
import * as repeat from "./repeat.js";
import type { ContestantName } from "./results.js";
import type * as Stable from "./stable.js";

/** The arrays of a call. `y` takes the result, or the first of two; `d` the second. */
export interface Arrays {
  readonly x: Floats;
  readonly dy: Floats;
  readonly y: Floats;
  readonly d: Floats;
}

export interface Contestant {
  readonly name: ContestantName;
  readonly method: Method;
  /** Whether it wants its arrays in hillock's memory. */
  readonly inMemory: boolean;
  run(arrays: Arrays, calls: number): void;
}

type Runner = Contestant["run"];

export const activations = hillock.activations as unknown as { readonly [name: string]: Activation };

export async function contestantsOf(name: string, type: Type, methods: readonly Method[]): Promise<Contestant[]> {
  const naive = await naiveLoops(name, type);
  const stable = await stableLoops(name, type);
  const activation = activations[name] as Activation;
  const fast = type === "float32" ? fastForm(name) : undefined;
  const entered: Contestant[] = [];
  for (const method of methods) {
    const enter = (contestant: ContestantName, inMemory: boolean, run: Runner) => entered.push({ name: contestant, method, inMemory, run });
    if (naive?.[method]) enter("naive", false, loopRunner(naive, method));
    if (method === "value") {
      for (const [form, value] of Object.entries(naive?.alternatives ?? {})) enter(`naive, ${form}`, false, loopRunner({ value }, method));
    }
    enter("stable", false, loopRunner(stable, method));
    if (method === "value") enter("staged", false, hillockRunner(activation, method));
    enter("memory", true, hillockRunner(activation, method));
    if (fast) enter("fast", true, hillockRunner(fast, method));
  }
  return entered;
}

/** hillock as it is called without `out`: a new array for every result. */
export function allocatingContestant(name: string): Contestant {
  const f = activations[name] as unknown as (x: Floats) => Floats;
  // What was made last is looked at like any other result; one copy for a whole sample does not show in its time.
  return { name: "allocating", method: "value", inMemory: false, run: ({ x, y }, calls) => y.set(repeat.allocating(f, x, calls)) };
}

let copyLoop: Promise<Copier> | undefined;

/** A copy loop over the same numbers, for one group. */
export async function copyContestant(): Promise<Contestant> {
  copyLoop ??= compileCopyLoop();
  const copier = await copyLoop;
  let copy: ReturnType<Copier> | undefined;
  return {
    name: "copy",
    method: "value",
    inMemory: false,
    run({ x }, calls) {
      copy ??= copier(x);
      copy(calls);
    },
  };
}

/** The form of `hillock/fast`, where it is not the default one come through unchanged. */
export function fastForm(name: string): Activation | undefined {
  const form = (fastForms as unknown as { readonly [name: string]: Activation | undefined })[name];
  return form === activations[name] ? undefined : form;
}

/** The naive loops, if somebody has written them down. */
export async function naiveLoops(name: string, type: Type, purpose = "time"): Promise<Naive | undefined> {
  const file = `naive/${name}.ts`;
  return existsSync(new URL(file, import.meta.url)) ? instance<Naive>(file, `${type}.${purpose}`) : undefined;
}

/** The loops over the scalar functions of the definition, those that serve numbers and the js backend. */
export async function stableLoops(name: string, type: Type, purpose = "time"): Promise<Required<Loops>> {
  const { create } = await instance<typeof Stable>("stable.ts", `${name}.${type}.${purpose}`);
  return create(scalarFunctions(activations[name] as Activation));
}

interface Internals {
  readonly source: { readonly [method in "value" | "derivative" | "secondDerivative"]: (x: number, parameters: object) => number };
  readonly parameters: { readonly byName: object };
}

function scalarFunctions(activation: Activation): Stable.Scalars {
  const { source, parameters } = (activation as unknown as { readonly [internals: symbol]: Internals })[
    Symbol.for("hillock.internals")
  ] as Internals;
  return { ...source, parameters: parameters.byName };
}

function loopRunner(loops: Loops, method: Method): Runner {
  switch (method) {
    case "valueAndDerivative": {
      const f = loops.valueAndDerivative as Required<Loops>["valueAndDerivative"];
      return ({ x, y, d }, calls) => repeat.ternary(f, x, y, d, calls);
    }
    case "backward": {
      const f = loops.backward as Required<Loops>["backward"];
      return ({ dy, x, y }, calls) => repeat.ternary(f, dy, x, y, calls);
    }
    default: {
      const f = loops[method] as Loops["value"];
      return ({ x, y }, calls) => repeat.unary(f, x, y, calls);
    }
  }
}

function hillockRunner(activation: Activation, method: Method): Runner {
  switch (method) {
    case "valueAndDerivative":
      return ({ x, y, d }, calls) => repeat.pairOut(activation.valueAndDerivative as never, x, y, d, calls);
    case "backward":
      return ({ dy, x, y }, calls) => repeat.binaryOut(activation.backward as never, dy, x, y, calls);
    default: {
      const f = method === "value" ? activation : activation[method];
      return ({ x, y }, calls) => repeat.unaryOut(f as never, x, y, calls);
    }
  }
}
