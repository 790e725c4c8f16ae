/**
 * The benchmark's loops of plain JavaScript, in two styles. Layers of the stable style run along
 * the rows of the weights.
 */
import { arrayTypes, type Floats, type Type } from "../../numbers.js";
import { type Candidate, Lacks, type Peer, type Result, USUAL } from "../peer.js";
import { kinds, type Problem } from "../tasks.js";

const CONTESTANTS = { naive: ["naive"], stable: ["stable", "naive, along rows"] };

export async function create(style: "naive" | "stable"): Promise<Peer> {
  const can = Object.fromEntries(kinds.map((kind) => [kind, (problem: Problem) => candidate(style, problem)]));
  return { ...USUAL, name: `plain JS ${style}`, version: process.version, can };
}

function candidate(style: "naive" | "stable", { task, recipe, expected }: Problem): Candidate {
  const { inputs, outputs, contestants } = recipe;
  const written = contestants.find(({ name }) => CONTESTANTS[style].includes(name))?.loop;
  if (!written) throw new Lacks("nobody writes it");
  const { call, more, extra } = written;
  const given = Object.values(inputs);
  const names = Object.keys(outputs);
  return loops(
    task.type,
    Object.values(outputs),
    (...arrays) => call(...given, ...arrays, ...more),
    (arrays, returned) => {
      const all: { readonly [name: string]: unknown } = {
        ...Object.fromEntries(names.map((one, i) => [one, arrays[i]])),
        ...extra?.(returned),
      };
      return expected.map(({ name }) => arrayTypes[task.type].from(all[name] as Floats));
    },
  );
}

/** Loops that write into the arrays they are given: new ones for each call, or always the same. */
export function loops(
  type: Type,
  lengths: readonly number[],
  run: (...outputs: Floats[]) => unknown,
  results: (outputs: readonly Floats[], returned: unknown) => Result = (outputs) => outputs,
): Candidate {
  const make = () => lengths.map((length) => new arrayTypes[type](length));
  const kept = make();
  const endToEnd = () => {
    const outputs = make();
    return { outputs, returned: run(...outputs) };
  };
  const read = () => {
    const { outputs, returned } = endToEnd();
    return results(outputs, returned);
  };
  return { endToEnd: { run: endToEnd, read }, resident: { run: () => run(...kept), read: () => results(kept, run(...kept)) } };
}
