/** What the commands print fits a terminal of 80 columns, and a proof that is stopped says how to go on. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { help as benchHelp } from "../../bench/options.js";
import { help as peersHelp } from "../../bench/peers/options.js";
import { parts } from "../../bench/results.js";
import { help as trainHelp } from "../../examples/digits/options.mjs";
import { readAccuracy } from "../../proof/accuracy.js";
import { figureOnRecord, lineOf } from "../../proof/figures.js";
import { HELP } from "../../proof/options.js";
import { stopped } from "../../proof/progress.js";
import { trials } from "../../proof/shapes/index.js";
import { lineOf as lineOfTrial } from "../../proof/shapes/measure.js";
import { allows, enginesOf, methods, methodsOf, names, parameterSets } from "../../proof/subjects.js";

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

test.each(Object.entries({ verify: HELP, start: benchHelp, "bench:peers": peersHelp, train: trainHelp }))("--help of %s", (_, text) => {
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("--help of verify and start names what there is", () => {
  for (const name of [...methods, ...trials.map(({ name }) => name)]) expect(HELP).toContain(name);
  for (const part of parts) expect(benchHelp).toContain(part);
});

describe("rows of verify", () => {
  const accuracy = readAccuracy();

  test("of activations", () => {
    for (const activation of names)
      for (const engine of enginesOf(activation))
        for (const parameters of parameterSets(activation))
          for (const method of methodsOf(activation)) {
            const subject = { activation, engine, method, parameters };
            const figure = allows(subject) ? figureOnRecord(accuracy, subject) : undefined;
            if (figure) expect(widest(lineOf(subject, figure))).toBeLessThanOrEqual(80);
          }
  });

  test("of what takes more than one element", () => {
    for (const trial of trials)
      for (const engine of trial.engines) {
        const figure = accuracy.shapes?.[trial.name]?.[engine]?.methods[trial.method];
        if (figure) expect(widest(lineOfTrial(trial, engine, figure))).toBeLessThanOrEqual(80);
      }
  });
});

test("a run that is stopped ends with 130, its threads too, and says how to go on", async () => {
  const args = ["gelu", "value", "--exhaustive", "--threads", "2", "--seed", "987654"];
  const run = spawn(process.execPath, ["--import", "tsx", "proof/verify.ts", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  run.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
  // Until it has begun, the default of a signal holds.
  const late = setInterval(() => run.kill("SIGINT"), 6000);
  const [status, signal] = await once(run, "close");
  clearInterval(late);
  expect(signal === null ? status : signal).toBe(130);
  expect(said.join("")).toBe(stopped(true, args));
}, 30_000);
