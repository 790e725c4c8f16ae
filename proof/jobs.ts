/** Jobs of the proof and their outcomes, as data that travels between threads. */
import type { Count } from "../oracle/tally.js";
import type { Extent } from "./coverage.js";
import type { Figure } from "./record.js";
import type { ActivationSubject, Subject } from "./subjects.js";

export type Backend = "simd" | "relaxed" | "js";

/** A block of inputs on which subjects are compared with the reference that they share. */
export interface Comparison {
  readonly kind: "comparison";
  readonly subjects: readonly ActivationSubject[];
  readonly extent: Extent;
  readonly block: number;
  readonly seed: number;
}

/** A search for bad inputs of one subject. */
export interface Search {
  readonly kind: "search";
  readonly subjects: readonly [ActivationSubject];
  /** The number of times that MPFR may be asked. */
  readonly evaluations: number;
  readonly seed: number;
}

/** A block of inputs whose results are only to be summed up. */
export interface Replay {
  readonly kind: "replay";
  readonly subjects: readonly [ActivationSubject];
  readonly block: number;
}

/** Random cases of a function that takes more than one element at a time. */
export interface TrialRun {
  readonly kind: "trial";
  readonly subjects: readonly [Subject];
  readonly results: number;
  readonly seed: number;
}

export type Job = Comparison | Search | Replay | TrialRun;

/**
 * The outcome of a job: a count for each subject, checksums where results were complete, the figure
 * of a trial.
 */
export interface Outcome {
  readonly counts: readonly Count[];
  readonly checksums: readonly string[];
  readonly figure?: Figure;
}
