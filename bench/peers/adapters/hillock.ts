/**
 * hillock: end to end with ordinary arrays in, and no `out`; resident with arrays from `alloc` in
 * and out. Weights and bias are in its memory for both.
 */

import { Arena, entrant, mapped, type Residence, type Results } from "../../case.js";
import { environment, info, reserve } from "../../hillock.js";
import { arrayTypes, type Floats, type Numbers } from "../../numbers.js";
import { type Call, type Candidate, Lacks, type Peer, type Result } from "../peer.js";
import { KEPT, kinds, type Problem } from "../tasks.js";

/** The bytes for the largest problem of the plan, with its results, several times over. */
const ROOM = 192 * 1024 * 1024;

export async function create(name: "hillock" | "hillock/fast"): Promise<Peer> {
  reserve(ROOM);
  const can = Object.fromEntries(kinds.map((kind) => [kind, (problem: Problem) => candidate(name, problem)]));
  return {
    name,
    version: environment().hillock,
    threads: 1,
    role: "hillock",
    types: name === "hillock" ? ["float32", "float64"] : ["float32"],
    note: `backend ${info().backend}`,
    can: can as Peer["can"],
  };
}

function candidate(name: "hillock" | "hillock/fast", { task, recipe, expected }: Problem): Candidate {
  const { inputs, outputs, kernels } = recipe;
  const kernel = name === "hillock" ? kernels.usual : kernels.fast;
  if (!kernel) throw new Lacks("no faster form");
  const arena = new Arena(task.type);
  const inside = mapped(inputs, (numbers) => arena.copy(numbers));
  const call = (where: Residence, allocates: boolean): Call => {
    const take = (length: number): Floats => (where === "memory" ? arena.take(length) : new arrayTypes[task.type](length));
    const written = mapped(outputs, (length) => take(allocates ? 0 : length));
    const isInside = (input: string) => where === "memory" || where.includes(input);
    const given = mapped(inputs, (numbers, input) => (isInside(input) ? (inside[input] as Numbers) : numbers));
    const { run, results = () => written } = entrant(name, where, kernel, allocates).prepare(given, written);
    const read = (all: Results): Result => expected.map((one) => arrayTypes[task.type].from(all[one.name] as ArrayLike<number>));
    return { run: () => run(1), read: () => read(results(run(1))) };
  };
  const kept = task.kind.startsWith("dense") ? KEPT : [];
  return { endToEnd: call(kept, true), resident: call("memory", false), dispose: () => arena.close() };
}
