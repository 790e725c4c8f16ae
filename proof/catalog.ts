/** Everything that can be verified, functions of single elements and others alike. */

import type { KernelCode } from "../src/runtime/kernelCode.js";
import { trials } from "./functions/index.js";
import type { Trial } from "./functions/trial.js";
import type { Figure, FunctionRecord, Tier } from "./record.js";
import {
  type ActivationSubject,
  absoluteBoundOf,
  boundOf,
  callableOf,
  coverableNames,
  elementaryNames,
  isDefault,
  kernelOf,
  names,
  type Subject,
  subjectsOfElements,
  tiersOfElements,
} from "./subjects.js";

/**
 * The names of what is tried on random cases: row-wise, gated, loss and layer functions, training,
 * gradients of parameters, and parameters by channel.
 */
export const triedNames: readonly string[] = [...new Set(trials.map(({ name }) => name))];
export const functionNames: readonly string[] = [...names, ...elementaryNames, ...triedNames];

export const isActivation = (name: string): boolean => names.includes(name);

/**
 * Whether results depend on single elements: of activations, and of the functions of hillock/math.
 */
export const isElementwise = (name: string): boolean => isActivation(name) || elementaryNames.includes(name);

/** Whether the results in float32 can all be tried. */
export const isCoverable = (name: string): boolean => coverableNames.includes(name);

const trialsOf = (name: string) => trials.filter((trial) => trial.name === name);

export function tiersOf(name: string): readonly Tier[] {
  return isElementwise(name) ? tiersOfElements(name) : (trialsOf(name)[0] as Trial).tiers;
}

/** Everything of a function that the record has a figure of, in the order of the record. */
export function subjectsOf(name: string): readonly Subject[] {
  if (isElementwise(name)) return subjectsOfElements(name);
  return tiersOf(name).flatMap((tier) => trialsOf(name).map(({ method }) => ({ name, tier, method, parameters: {} })));
}

export function trialOf({ name, method }: Subject): Trial {
  const found = trialsOf(name).find((trial) => trial.method === method);
  if (!found) throw new Error(`${name} has no ${method}`);
  return found;
}

export function unitOf(name: string): FunctionRecord["unit"] {
  return trialsOf(name)[0]?.unit ?? "ulp";
}

/** The module that a function's results in one tier come from, if they come from one. */
export function codeOf(name: string, tier: Tier): KernelCode | undefined {
  if (isElementwise(name)) return kernelOf(callableOf(name, tier), tier);
  const trial = trialsOf(name)[0] as Trial;
  return trial.code ? trial.code(tier) : kernelOf(trial.subject(tier), tier);
}

/** The figure with the bounds that are promised now. */
export function withBounds(subject: Subject, figure: Figure): Figure {
  if ("case" in figure.witness) return { ...figure, bound: trialOf(subject).promised(subject.tier, figure.witness.case.sizes) };
  const { besideRoot } = figure;
  const own = subject as ActivationSubject;
  return { ...figure, bound: boundOf(own), ...(besideRoot && { besideRoot: { ...besideRoot, bound: absoluteBoundOf(own) } }) };
}

/** `alpha=0.5`; empty for the defaults. */
export function parametersText(subject: Subject): string {
  if (isDefault(subject)) return "";
  return Object.entries(subject.parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/** The key of a subject's figure in the record. */
export function keyOf(subject: Subject): string {
  return [subject.method, parametersText(subject)].filter(Boolean).join(", ");
}
