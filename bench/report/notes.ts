/** Environment, method, and what a reader should know before quoting a figure. */
import type { Run } from "../results.js";
import { element, escaped } from "./svg.js";

export function methodNotes({ environment, method, seconds, date }: Run): string {
  const facts: [string, string][] = [
    ["Processor", `${environment.cpu}, ${environment.cores} cores; everything runs on one thread`],
    ["System", environment.system],
    ["Engine", environment.engine],
    ["hillock", `${environment.hillock}, backend ${environment.backend}: ${environment.reason}`],
    ["Numbers", method.data],
    ["Time", `${date.replace("T", " ").slice(0, 16)} UTC, ${seconds} s in all, ${method.secondsForTiming} s for the timing`],
  ];
  const notes = [
    `tinybench times batches of calls. The contestants of one function, method, type and shape take turns: ${method.rounds} rounds, in an order drawn anew for each, those that take longer than 20 ms in every third round. Figures are medians of all samples; the table of all figures has the quartiles, the JSON every sample.`,
    "Before it is timed, every contestant has run until V8 has compiled it for speed, and its results have been compared: of elementwise functions and gates with the oracle, of all others with loops in double precision; afterwards they are compared again.",
    `Besides the usual ones, one length and one shape of each kind are drawn at random in every run; npm start -- --seed ${method.seed} draws these again.`,
    "Naive is the loop as people write it. Stable is a loop that takes care of tails, overflow and cancellation: over the scalar functions of hillock's definitions for the elementwise functions, written out in bench/loops for the others. Every loop is a function of its own that sees one type only: what V8 does best.",
    "Staged: ordinary arrays, which hillock copies through its memory. In memory: arrays from alloc, used in place. Loops write into an existing array too.",
    "All activations and both types run in one process, so hillock's shared code has seen every kind of call; a program with one activation pays less per call.",
    "Errors of loops are the worst of a sample and may be larger elsewhere.",
    "Other programs on the same machine move single figures by 5 to 10 %; trust ratios within one line more than figures between lines.",
    ...method.notes,
  ];
  return (
    element("dl", {}, ...facts.flatMap(([name, fact]) => [element("dt", {}, name), element("dd", {}, escaped(fact))])) +
    element("ul", { class: "notes" }, ...notes.map((note) => element("li", {}, escaped(note))))
  );
}
