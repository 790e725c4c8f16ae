/**
 * The entries of activations.json as others read them: JSON has no Infinity, and writes it as a
 * text.
 */
import type { ActivationEntry, Entries, ParameterEntry } from "./schema.js";

export function readEntries(json: unknown): Entries<ActivationEntry> {
  const number = (parameter: ParameterEntry) => ({ ...parameter, default: Number(parameter.default) });
  return mapOf(json as Entries<ActivationEntry>, ({ parameters, ...entry }) => ({
    ...entry,
    ...(parameters && { parameters: mapOf(parameters, number) }),
  }));
}

function mapOf<T>(object: Readonly<Record<string, T>>, f: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));
}

/** The parameters that are to be learnt, with the formulas of their gradients. */
export function gradientsIn(
  parameters: Readonly<Record<string, { readonly gradient?: string }>> = {},
): readonly (readonly [parameter: string, gradient: string])[] {
  return Object.entries(parameters).flatMap(([name, { gradient }]) => (gradient ? [[name, gradient] as const] : []));
}
