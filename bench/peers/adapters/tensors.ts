/**
 * The common part of adapters of libraries with tensors: a peer is a table of functions, one for
 * each kind of task.
 */
import type { Floats, Numbers } from "../../numbers.js";
import type { Candidate, Peer } from "../peer.js";
import { arraysOf, type Kind, type Problem, type Shaped, type Task } from "../tasks.js";
import type { Untyped } from "./load.js";

export interface Tensors {
  tensor(numbers: Numbers, shape: readonly number[]): Untyped;
  read(tensor: Untyped): Floats;
  free(tensor: Untyped): void;
  /**
   * The ways of a library that frees a tensor once it is passed on: another reference to it, and a
   * wait for results.
   */
  readonly consuming?: { again(tensor: Untyped): Untyped; wait(results: readonly Untyped[]): Promise<unknown> };
  /**
   * Functions that do tasks: each is called with the tensors that come with each call, then with
   * those that stay, and returns one or several.
   */
  readonly functions: { readonly [kind in Kind]?: (task: Task) => (...tensors: Untyped[]) => Untyped };
}

export function canWith(library: Tensors): Peer["can"] {
  const makers = Object.entries(library.functions).map(([kind, functionOf]) => {
    return [kind, (problem: Problem) => candidate(library, functionOf(problem.task), problem)];
  });
  return Object.fromEntries(makers);
}

/**
 * End to end: tensors from arrays, the result as arrays, all of them freed. Resident: the input is
 * kept, and the result freed.
 */
function candidate({ tensor, read, free, consuming }: Tensors, f: (...tensors: Untyped[]) => Untyped, problem: Problem): Candidate {
  const { given, kept } = arraysOf(problem);
  const upload = (arrays: { readonly [name: string]: Shaped }): Untyped[] =>
    Object.values(arrays).map(({ data, dimensions }) => tensor(data, dimensions));
  const [resident, others] = [upload(given), upload(kept)];
  const again = (tensors: readonly Untyped[]) => (consuming ? tensors.map(consuming.again) : tensors);
  const compute = (inputs: readonly Untyped[]): Untyped[] => [f(...inputs, ...again(others))].flat();
  const release = (tensors: readonly Untyped[]) => {
    for (const one of tensors) free(one);
  };
  const fetch = (inputs: readonly Untyped[]) => {
    const results = compute(inputs);
    const arrays = results.map(read);
    if (!consuming) release(results);
    return arrays;
  };
  const endToEnd = () => {
    const inputs = upload(given);
    const arrays = fetch(inputs);
    if (!consuming) release(inputs);
    return arrays;
  };
  const waiting = async () => {
    const results = compute(again(resident));
    await consuming?.wait(results);
    release(results);
  };
  const run = consuming ? waiting : () => release(compute(resident));
  return {
    endToEnd: { run: endToEnd, read: endToEnd },
    resident: { async: consuming !== undefined, run, read: () => fetch(again(resident)) },
    dispose: () => release([...resident, ...others]),
  };
}
