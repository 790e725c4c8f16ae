/** Peers: libraries that are asked to do tasks as their users would let them. */
import type { Floats, Type } from "../numbers.js";
import { type Kind, lackOf, type Problem } from "./tasks.js";

/** Results of one call, in the order of the problem's expectations. */
export type Result = readonly Floats[];

/** One way to call. */
export interface Call {
  readonly run: () => unknown;
  /** `run` has to be awaited. */
  readonly async?: boolean;
  /** Reads the results of `run`, to be compared. */
  readonly read: () => Result | Promise<Result>;
}

/** A peer at one problem, ready to be called over and over. */
export interface Candidate {
  /**
   * Ordinary typed arrays in, ordinary typed arrays out. Weights and bias of a layer are already
   * with the peer.
   */
  readonly endToEnd: Call;
  /** The input is with the peer, and the result stays there. */
  readonly resident: Call;
  dispose?(): unknown;
}

export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  /** `reference` is native code: shown, never counted as the best peer. */
  readonly role: "hillock" | "peer" | "reference";
  readonly types: readonly Type[];
  /** A note for the reader. */
  readonly note?: string;
  /** Called before its calls, where libraries share a switch. */
  enter?(): Promise<unknown>;
  /** The way it does each kind of task; it has nothing for a kind that is missing. */
  readonly can: { readonly [kind in Kind]?: (problem: Problem) => Candidate | Promise<Candidate> };
}

/** The facts of most peers. */
export const USUAL = { threads: 1, role: "peer", types: ["float32", "float64"] } as const;

/** The peer has no such function: said in the report, and no fault. */
export class Lacks extends Error {}

export async function prepare(peer: Peer, problem: Problem): Promise<Candidate> {
  if (!peer.types.includes(problem.task.type)) throw new Lacks(`${peer.types.join(" and ")} only`);
  const maker = peer.can[problem.task.kind];
  if (!maker) throw new Lacks(lackOf(problem.task.kind));
  return maker(problem);
}
