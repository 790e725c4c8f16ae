/** What there is to time beside the elementwise functions, by the barrels of the library: a new function is timed without an edit here. */
import { existsSync } from "node:fs";
import * as hillock from "hillock";
import * as fastForms from "hillock/fast";

/** A function of hillock as the benchmark calls it: with anything. Its methods are called by name. */
export interface Callable {
  (...args: readonly unknown[]): unknown;
  readonly [method: string]: unknown;
}

export type Registry = { readonly [name: string]: Callable };

const folder = new URL("../dist/", import.meta.url);

async function barrel(kind: string): Promise<Registry> {
  const file = new URL(`${kind}/index.js`, folder);
  return existsSync(file) ? await import(file.href) : {};
}

export const rowwise = await barrel("rowwise");
export const gated = await barrel("gated");
export const losses = await barrel("losses");

const elementwise = hillock.activations as unknown as Registry;

/** The activations with parameters that learn. */
export const learnable: Registry = Object.fromEntries(
  Object.entries(elementwise).filter(([, activation]) => typeof activation.parameterGradients === "function"),
);

export const dense: Registry = "dense" in hillock ? { dense: hillock.dense as unknown as Callable } : {};

export const registries = { elementwise, rowwise, gated, learnable, losses, dense, sweep: dense } as const;

/** The form of `hillock/fast`, where it is not the default one come through unchanged. */
export function fastOf(name: string, usual: Callable): Callable | undefined {
  const form = (fastForms as unknown as { readonly [name: string]: Callable | undefined })[name];
  return form === usual ? undefined : form;
}
