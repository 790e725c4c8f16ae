/** Cases of the functions of features. */
import { type Case, caseOf, expectedBy, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { featureLoop, resultsOf } from "../loops/features.js";
import { normal, type Type } from "../numbers.js";
import type { Key } from "../results.js";

/** The cases of a function of features, along the last axis, of an even length. */
export function featureCases(name: string, type: Type, [rows, n]: readonly [number, number], drawn = false): Case[] {
  const shape = [rows, n + (n % 2)];
  return ["value", "backward"].map((method) => caseOf({ part: "features", name, method, type, shape, drawn }, recipe));
}

function recipe(key: Key): Recipe {
  const { name, type, shape } = key;
  const method = key.method as "value" | "backward";
  const [rows, n] = shape as [number, number];
  const results = rows * n * resultsOf(name);
  const x = normal(type, rows * n, 0);
  const inputs = method === "value" ? { x } : { dy: normal(type, results, 1), x };
  const outputs = { [method]: method === "value" ? results : rows * n };
  const kernels = kernelsOf(key, { options: { shape } });
  const naive = featureLoop(name, method);
  return {
    inputs,
    outputs,
    kernels,
    contestants: [...loop("naive", naive, [rows, n]), ...hillockOf(kernels)],
    expected: expectedBy(naive, inputs, outputs, [rows, n]),
  };
}
