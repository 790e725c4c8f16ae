/** Cases of the functions of rows, and of the losses with their gradients in one call. */
import { isDrawn, rowSpecification } from "../../oracle/rows.js";
import type { RowEntry } from "../../specification/schema.js";
import { type Case, caseOf, expectedBy, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { functionOf } from "../hillock.js";
import type { AnyLoop } from "../loops/compile.js";
import { lossLoop, rowLoop } from "../loops/rowwise.js";
import { arrayTypes, distributions, type Floats, labels, normal, probabilities, type Type } from "../numbers.js";
import type { Key } from "../results.js";

const styles = ["naive", "stable"] as const;

/** Numbers in place of the usual ones; targets that go with them. */
export interface Given {
  readonly x: Floats;
  readonly labels?: Int32Array;
}

export function rowMethods(name: string): string[] {
  const f = functionOf("rowwise", name);
  return ["value", "backward", "backwardFromOutput"].filter((method) => method === "value" || typeof f[method] === "function");
}

/**
 * The case of a function of rows: along the last axis, or along the first, where the rows are the
 * columns, and loops copy each to a row and its results back.
 */
export function rowCase(name: string, method: string, type: Type, shape: readonly number[], drawn = false, columns = false): Case {
  const form = columns ? "axis 0" : "";
  return caseOf({ part: "rowwise", name, method, form, type, shape, drawn }, (key) => rowRecipe(key, columns));
}

export function rowRecipe(key: Key, columns: boolean, given?: Given): Recipe {
  const { name, method, type, shape } = key;
  const [rows, n] = (columns ? [shape[1], shape[0]] : shape) as [number, number];
  const f = functionOf("rowwise", name);
  const { axis } = f.spec as { readonly axis?: number };
  // Of an axis that is fixed, the others around it are 1.
  const place = axis ? { shape: [...shape, 1, ...(columns ? [] : [1])] } : columns ? { shape, axis: 0 } : { shape };
  const { preset } = rowSpecification[name] as RowEntry;
  const isRandom = preset !== undefined && isDrawn(preset);
  const forward = isRandom ? { ...place, seed: 1 } : place;
  const options = method === "backwardFromOutput" ? place : forward;
  const x = given?.x ?? normal(type, rows * n, 0);
  const y = f(x, forward) as Floats;
  const dy = normal(type, method === "backward" ? y.length : rows * n, 1);
  const inputs = method === "value" ? { x } : method === "backward" ? { dy, x } : { dy, y };
  const outputs = { [method]: method === "value" ? y.length : rows * n };
  const written = (style: (typeof styles)[number], of: Type) => {
    const call = rowLoop(name, style, method);
    return call && columns ? byColumns(call, of) : call;
  };
  // Nobody else draws the same numbers.
  const reference = isRandom && options === forward ? undefined : (written("stable", "float64") ?? written("naive", "float64"));
  const kernels = kernelsOf(key, { options });
  return {
    inputs,
    outputs,
    kernels,
    contestants: [...styles.flatMap((style) => loop(style, written(style, type), [rows, n])), ...hillockOf(kernels)],
    expected: expectedBy(reference, inputs, outputs, [rows, n]),
  };
}

function byColumns(ofRows: AnyLoop, type: Type): AnyLoop {
  let row: Floats = new arrayTypes[type](0);
  let result = row;
  return (x: Floats, y: Floats, columns: number, n: number) => {
    if (row.length !== n) {
      row = new arrayTypes[type](n);
      result = new arrayTypes[type](y.length / columns);
    }
    const length = result.length;
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < n; i++) row[i] = x[i * columns + column] as number;
      ofRows(row, result, 1, n);
      for (let i = 0; i < length; i++) y[i * columns + column] = result[i] as number;
    }
  };
}

export function lossCase(name: string, targets: string, type: Type, shape: readonly number[], drawn = false): Case {
  const form = targets === "elements" ? "" : targets;
  return caseOf({ part: "losses", name, method: "lossAndGradient", form, type, shape, drawn }, (key) => lossRecipe(key, targets));
}

export function lossRecipe(key: Key, targets: string, given?: Given): Recipe {
  const { name, type, shape } = key;
  const [rows, n] = shape as [number, number];
  const x = given?.x ?? normal(type, rows * n, 0);
  const wanted = {
    labels: () => given?.labels ?? labels(rows, n),
    distributions: () => distributions(type, rows, n),
    elements: () => probabilities(type, rows * n),
  }[targets] as () => Floats;
  const inputs = { x, targets: wanted() };
  const outputs = { loss: targets === "elements" ? x.length : rows, gradient: x.length };
  const options = targets === "elements" ? undefined : { shape };
  const meanOf = (returned: unknown) => ({ mean: [returned as number] });
  const kernels = kernelsOf(key, {
    ...(options && { options }),
    results: (returned, written) => ({ ...written, mean: [(returned as { readonly mean: number }).mean] }),
  });
  return {
    inputs,
    outputs,
    kernels,
    contestants: [...styles.flatMap((style) => loop(style, lossLoop(name, style, targets), [rows, n], meanOf)), ...hillockOf(kernels)],
    expected: expectedBy(lossLoop(name, "stable", targets), inputs, outputs, [rows, n], meanOf),
  };
}
