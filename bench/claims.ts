/** The worst error of every contestant of an activation: of hillock as recorded, of loops on a sample, found on the spot. */
import { type Activation, info } from "hillock";
import { sample, worst } from "./accuracy.js";
import { activations, fastForm, naiveLoops, stableLoops } from "./contestants.js";
import { type Floats, methods, type Type } from "./loops.js";
import { recorded } from "./recorded.js";
import type { References } from "./reference.js";
import type { Accuracy, ContestantName } from "./results.js";

/** Of these the error is found on the spot; a pair has the errors of its halves, a gradient those of its factors. */
const KINDS = ["value", "derivative", "secondDerivative"] as const;

type Compute = (x: Floats, y: Floats) => void;

export async function accuracyOf(name: string, type: Type, references: References): Promise<Accuracy[]> {
  const naive = await naiveLoops(name, type, "accuracy");
  const stable = await stableLoops(name, type, "accuracy");
  const kernels = { memory: activations[name] as Activation, fast: type === "float32" ? fastForm(name) : undefined };
  const x = sample(type);
  const y = x.slice();
  const found: Accuracy[] = [];
  const measure = (contestant: ContestantName, method: (typeof KINDS)[number], compute: Compute) => {
    compute(x, y);
    found.push({ activation: name, method, type, contestant, ...worst(references, method, type, x, y) });
  };

  for (const method of KINDS) {
    if (naive?.[method]) measure("naive", method, naive[method]);
    if (method === "value") for (const [form, value] of Object.entries(naive?.alternatives ?? {})) measure(`naive, ${form}`, method, value);
    measure("stable", method, stable[method]);
  }
  for (const contestant of ["memory", "fast"] as const) {
    const kernel = kernels[contestant];
    if (!kernel) continue;
    for (const method of methods) {
      const known = info().backend === "js" ? undefined : recorded(name, method, type, contestant);
      const kind = KINDS.find((candidate) => candidate === method);
      if (known) found.push(known);
      else if (kind) measure(contestant, kind, viaHillock(kernel, kind));
    }
  }
  return found;
}

function viaHillock(activation: Activation, kind: (typeof KINDS)[number]): Compute {
  const f = kind === "value" ? activation : activation[kind];
  return (x, y) => f(x as Float32Array, { out: y as Float32Array });
}
