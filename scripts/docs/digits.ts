/**
 * The results of networks that read handwritten digits, one activation after the other: a record of
 * examples/digits.
 */
import { readFileSync } from "node:fs";
import { markdown, tableOf } from "../../bench/table.js";

/** The record of the runs, as examples/digits/run.mjs writes it. */
interface Recorded {
  readonly environment: string;
  readonly network: string;
  readonly date: string;
  readonly results: readonly {
    readonly name: string;
    readonly loss: number;
    readonly accuracy: number;
    readonly units: number;
    readonly dead: number;
    readonly saturated: number;
    readonly flat: number;
  }[];
}

const { environment, network, date, results }: Recorded = JSON.parse(readFileSync("examples/digits/recorded.json", "utf8"));
const best = [...results].sort((a, b) => b.accuracy - a.accuracy);
const percent = (share: number, digits: number) => `${(100 * share).toFixed(digits)} %`;

const head = ["activation of the hidden layers", "test digits right", "loss at the end", "dead units", "saturated", "slopes next to 0"];

export const digitsTable = markdown(
  tableOf(1, head, best, ({ name, accuracy, loss, units, dead, saturated, flat }) => [
    `\`${name}\``,
    percent(accuracy, 2),
    loss.toFixed(4),
    `${dead} of ${units}`,
    `${saturated}`,
    percent(flat, 0),
  ]),
  `${network}. ${environment}, ${date}.`,
);
