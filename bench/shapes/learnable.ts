/** Cases of the activations whose parameters learn, beyond what the elementwise part times: slopes per channel, and their gradients. */
import { existsSync } from "node:fs";
import { instance } from "../instance.js";
import { arrayTypes, type Floats, type Type } from "../loops.js";
import { type Callable, learnable } from "../registries.js";
import type { Case, Kernel, Loop, Recipe } from "./case.js";
import type { LearnableLoops } from "./loops.js";
import { double, normal } from "./numbers.js";

interface Written {
  readonly parameter: string;
  readonly naive: LearnableLoops;
}

type Method = keyof LearnableLoops;

async function learnableLoops(name: string, purpose: string): Promise<Written | undefined> {
  const file = `naive/learnable/${name}.ts`;
  return existsSync(new URL(`../${file}`, import.meta.url)) ? instance<Written>(file, purpose) : undefined;
}

/** The gradients of one parameter for all; of one for each channel where the loops say that there can be several. */
export async function learnableCases(name: string, type: Type, shape: readonly number[], drawn: boolean): Promise<Case[]> {
  const [rows, n] = shape as [number, number];
  const written = await learnableLoops(name, "plan");
  const perChannel = written?.naive.value !== undefined;
  const common = { part: "learnable", name, type, shape, drawn, elements: rows * n } as const;
  const entry = (method: Method, channels: number): Case => ({
    ...common,
    method,
    form: channels > 1 ? "per channel" : "",
    recipe: () => recipe(name, method, type, rows * n, channels),
  });
  const gradients = [entry("parameterGradients", 1)];
  return perChannel
    ? [...gradients, ...(["value", "backward", "parameterGradients"] as const).map((method) => entry(method, n))]
    : gradients;
}

async function recipe(name: string, method: Method, type: Type, length: number, channels: number): Promise<Recipe> {
  const f = learnable[name] as Callable;
  const written = await learnableLoops(name, `${type}.${method}.${channels > 1}`);
  const [[parameter, { default: usual }]] = Object.entries((f.spec as Specification).parameters) as [[string, { default: number }]];
  const parameters = new arrayTypes[type](channels).fill(usual);
  if (channels > 1) parameters.set(normal(type, channels, 3, 0.1).map((noise: number) => Math.abs(usual + noise)));
  const x = normal(type, length, 0);
  const dy = normal(type, length, 1);
  const arrays = method === "value" ? [x] : [dy, x];
  const outputs = method === "parameterGradients" ? [channels] : [length];
  const call = written?.naive[method];
  const loops: Loop[] = call ? [{ name: "naive", call }] : [];
  const results = (returned: unknown) => {
    const gradient = (returned as { readonly [name: string]: number | Floats })[parameter] as number | Floats;
    return [typeof gradient === "number" ? [gradient] : gradient];
  };
  const kernel = (contestant: Kernel["name"], where: Kernel["where"]): Kernel => ({
    name: contestant,
    where,
    call: (method === "value" ? f : f[method]) as Callable,
    arguments(from, [out]) {
      const given = { [parameter]: channels > 1 ? from.at(-1) : usual };
      return [...from.slice(0, -1), method === "parameterGradients" ? given : { ...given, out }];
    },
    ...(method === "parameterGradients" ? { results } : {}),
  });
  const reference = (await learnableLoops(name, "reference"))?.naive[method] as ((...args: Floats[]) => void) | undefined;
  const values = new Float64Array(outputs[0] as number);
  reference?.(...arrays.map(double), double(parameters), values);
  return {
    inputs: [...arrays, parameters],
    outputs,
    loops,
    kernels: [kernel("staged", "ordinary"), kernel("memory", "memory")],
    expected: reference && [{ name: method, values }],
  };
}

interface Specification {
  readonly parameters: { readonly [name: string]: { readonly default: number } };
}
