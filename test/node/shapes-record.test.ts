/** What accuracy.json says of functions that take more than one element at a time: recomputed, and held to what they promise. */
import { describe, expect, test } from "vitest";
import { readAccuracy } from "../../proof/accuracy.js";
import { trials } from "../../proof/shapes/index.js";
import { measure, retry } from "../../proof/shapes/measure.js";
import { moduleOfTrial } from "../../proof/shapes/record.js";

const { shapes = {} } = readAccuracy();

const subjects = trials.flatMap((trial) => trial.engines.map((engine) => ({ trial, engine, name: trial.name, method: trial.method })));

describe.each(subjects)("$name $method, $engine", ({ trial, engine, name, method }) => {
  const record = shapes[name]?.[engine];
  const figure = record?.methods[method];

  test("is on record, measured on the module that is built, and within what is promised", () => {
    expect(figure, "npm run verify -- --record").toBeDefined();
    expect(record, "npm run verify -- --record").toMatchObject(moduleOfTrial(trial, engine));
    expect(figure?.share).toBeLessThanOrEqual(1);
    expect(figure?.results).toBeGreaterThanOrEqual(trial.results);
  });

  test("has the error that is on record where it is worst, bit for bit", () => {
    if (!figure) throw new Error("nothing is on record");
    expect(retry(trial, engine, figure)).toEqual({ error: figure.error, got: figure.witness.got });
  });

  test.each(["simd", "js"] as const)("is within what is promised on other cases, %s", (backend) => {
    expect(measure(trial, engine, backend, 128, 2).share).toBeLessThanOrEqual(1);
  });
});

test("nothing is on record that there is no more", () => {
  const known = new Set(trials.map(({ name }) => name));
  expect(Object.keys(shapes).filter((name) => !known.has(name))).toEqual([]);
});
