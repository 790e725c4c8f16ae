/** Cases of the losses, each with its gradient in one call. */
import { existsSync } from "node:fs";
import { instance } from "../instance.js";
import type { Floats, Type } from "../loops.js";
import { type Callable, losses } from "../registries.js";
import type { Arrays, Case, Kernel, Loop, Numbers, Recipe } from "./case.js";
import type { LossLoops } from "./loops.js";
import { distributions, double, labels, normal, probabilities } from "./numbers.js";

export interface Written {
  /** What a loss is taken of. */
  readonly targets: "rows" | "elements";
  readonly naive: LossLoops;
  readonly stable: LossLoops;
}

export type Targets = keyof LossLoops;

export async function lossLoops(name: string, purpose: string): Promise<Written | undefined> {
  const file = `naive/losses/${name}.ts`;
  return existsSync(new URL(`../${file}`, import.meta.url)) ? instance<Written>(file, purpose) : undefined;
}

/** A loss of rows by what its loops say; one without loops is taken to be of elements, with targets from 0 to 1. */
export async function targetsOf(name: string): Promise<Targets[]> {
  const written = await lossLoops(name, "plan");
  return written ? (Object.keys(written.naive) as Targets[]) : ["elements"];
}

export async function lossCases(name: string, type: Type, shape: readonly number[], drawn: boolean): Promise<Case[]> {
  const [rows, n] = shape as [number, number];
  return (await targetsOf(name)).map(
    (targets): Case => ({
      part: "losses",
      name,
      method: "lossAndGradient",
      form: targets === "elements" ? "" : targets,
      type,
      shape,
      drawn,
      elements: rows * n,
      recipe: () => recipe(name, targets, type, rows, n),
    }),
  );
}

async function recipe(name: string, targets: Targets, type: Type, rows: number, n: number): Promise<Recipe> {
  const f = losses[name] as Callable;
  const written = await lossLoops(name, `${type}.${targets}`);
  const x = normal(type, rows * n, 0);
  const wanted: Numbers =
    targets === "labels" ? labels(rows, n) : targets === "distributions" ? distributions(type, rows, n) : probabilities(type, rows * n);
  const options = targets === "elements" ? {} : { shape: [rows, n] };
  const outputs = [targets === "elements" ? rows * n : rows, rows * n];
  const more = targets === "elements" ? [] : [rows, n];
  const loops = (["naive", "stable"] as const).flatMap((kind): Loop[] => {
    const call = written?.[kind][targets];
    return call ? [{ name: kind, call, more, results: (mean, arrays) => [...(arrays as Floats[]), [mean as number]] }] : [];
  });
  const kernel = (contestant: Kernel["name"], where: Kernel["where"]): Kernel => ({
    name: contestant,
    where,
    call: f,
    arguments: (from, [loss, gradient]) => [...from, { ...options, out: { loss, gradient } }],
    results: (returned, arrays: Arrays) => [...(arrays as Floats[]), [(returned as { mean: number }).mean]],
  });
  const reference = (await lossLoops(name, "reference"))?.stable[targets] as ((...args: unknown[]) => number) | undefined;
  const [loss, gradient] = outputs.map((length) => new Float64Array(length)) as [Float64Array, Float64Array];
  const mean = reference?.(double(x), targets === "labels" ? wanted : double(wanted), loss, gradient, ...more);
  const expected = reference && [
    { name: "loss", values: loss },
    { name: "gradient", values: gradient },
    { name: "mean", values: [mean as number] },
  ];
  return { inputs: [x, wanted], outputs, loops, kernels: [kernel("staged", "ordinary"), kernel("memory", "memory")], expected };
}
