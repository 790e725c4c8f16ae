/** The functions that the page's benchmark times, each with the plain loop beside it. */
import { activations as loops } from "virtual:loops";
import { type ArrayFunction, contestantOf, type Timed } from "../../bench/contestants.js";
import type { Contestant } from "../../bench/sideBySide.js";
import { withoutKernels } from "../../proof/withoutKernels.js";
import { activations } from "./functions.js";

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];

/** The functions of a kind, by name. */
type Members = Readonly<Record<string, Timed>>;

/** The groups of functions that need no module but those that the page has. */
export const FIRST = ["famous", "activations"] as const;
/** The group of all. */
export const ALL = "all of them";

const ofActivations: Members = Object.fromEntries(
  Object.entries(activations).map(([name, f]) => {
    const usual = Object.fromEntries(Object.entries(f.spec.parameters).map(([key, { default: value }]) => [key, value]));
    const loop: Timed["loop"] = (x, y) => loops[name]?.(x, y, usual);
    return [name, { f: f as unknown as ArrayFunction, loop }];
  }),
);

/** The functions of all other kinds, loaded with their kernels when they are wanted. */
export async function loadOthers(): Promise<Readonly<Record<string, Members>>> {
  const { kinds } = await import("virtual:others");
  return kinds;
}

/** The functions of a group as contestants; `others` are those of the kinds that were loaded. */
export function contestantsOf(group: string, others: Readonly<Record<string, Members>>): readonly Contestant[] {
  if (group === ALL) return ["activations", ...Object.keys(others)].flatMap((kind) => contestantsOf(kind, others));
  if (group === "famous") return FAMOUS.map((name) => timed("activations", name, ofActivations[name] as Timed));
  const members = group === "activations" ? ofActivations : (others[group] ?? {});
  return Object.entries(members).map(([name, one]) => timed(group, name, one));
}

function timed(kind: string, name: string, { f, ...others }: Timed): Contestant {
  // The page has kernels for float32 alone.
  const contestant = contestantOf(kind, name, { f, exact: withoutKernels(f), ...others });
  return kind === "gradients of rows" ? { ...contestant, name: `${name}, gradient` } : contestant;
}
