/**
 * The output of the commands fits a terminal of 80 columns, and a proof that is stopped says how to
 * go on.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { help as benchHelp } from "../../bench/options.js";
import { help as peersHelp } from "../../bench/peers/options.js";
import { parts } from "../../bench/results.js";
import { HELP as commandHelp } from "../../cli/help.js";
import { help as trainHelp } from "../../examples/digits/options.mjs";
import { functionNames, keyOf, subjectsOf, triedNames } from "../../proof/catalog.js";
import { lineOf } from "../../proof/figures.js";
import { HELP } from "../../proof/help.js";
import { methods } from "../../proof/methods.js";
import { stopped } from "../../proof/progress.js";
import { figuresOf } from "../../proof/record.js";

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

test.each(Object.entries({ hillock: commandHelp, verify: HELP, start: benchHelp, "bench:peers": peersHelp, train: trainHelp }))(
  "--help of %s",
  (_, text) => {
    expect(widest(text)).toBeLessThanOrEqual(80);
  },
);

test("--help of verify and start names what there is", () => {
  for (const name of [...methods, ...triedNames]) expect(HELP).toContain(name);
  for (const part of parts) expect(benchHelp).toContain(part);
});

test.each(functionNames)("rows of verify: %s", (name) => {
  for (const subject of subjectsOf(name)) {
    const figure = figuresOf(name, subject.tier)[keyOf(subject)];
    if (figure) expect(widest(lineOf(subject, figure))).toBeLessThanOrEqual(80);
  }
});

test("a run that is stopped ends with 130, its threads too, and says how to go on", async () => {
  const args = ["gelu", "value", "--exhaustive", "--threads", "2", "--seed", "987654"];
  // Until it listens, the default of a signal holds; a second later its threads are at work.
  const interrupt = 'name === "SIGINT" && setTimeout(() => process.kill(process.pid, name), 1000)';
  const preload = `data:text/javascript,process.on("newListener", (name) => ${interrupt})`;
  const words = ["--import", "tsx", "--import", preload, "proof/verify.ts", ...args];
  const run = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  run.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
  const [status, signal] = await once(run, "close");
  expect(signal === null ? status : signal).toBe(130);
  expect(said.join("")).toBe(stopped(true, args));
}, 30_000);
