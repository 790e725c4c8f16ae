/** The gated functions as the runners see them: every way to call one, in one shape. */
import * as fast from "../../src/fast.js";
import type { GatedSpecification } from "../../src/functions/gated/types.js";
import * as gated from "../../src/gated/index.js";
import type { Floats, Options } from "./activations.js";
import type { Constructor } from "./arrays.js";

type Method = (...values: unknown[]) => unknown;

export interface AnyGated {
  (value: unknown, gate: unknown, options?: unknown): unknown;
  readonly name: string;
  readonly packed: Method;
  readonly backward: Method;
  readonly backwardPacked: Method;
  readonly parameterGradients?: Method;
  with(options: unknown): AnyGated;
  readonly spec: GatedSpecification;
}

export const allGated = Object.values(gated) as unknown as readonly AnyGated[];

/** The gates of hillock/fast that are not the default ones. */
export const fastGated = Object.entries(fast)
  .filter(([name, f]) => name in gated && !(allGated as readonly unknown[]).includes(f))
  .map(([, f]) => f as unknown as AnyGated);

export const layouts = ["valueFirst", "gateFirst", "interleaved"] as const;

/**
 * An array of a call: its name in messages, and how many elements it has for each of the result.
 */
type Named = readonly [name: string, width: number];

/** One way to call a gated function, arrays in, arrays out. */
export interface GatedOperation {
  readonly path: string;
  readonly label: string;
  readonly f: AnyGated;
  readonly inputs: readonly Named[];
  readonly outputs: readonly Named[];
  /** Whether an output may be exactly an input. */
  readonly inPlace: boolean;
  /** The function itself, on anything. */
  readonly raw: Method;
  /** Options that it cannot do without. */
  readonly needs: Options;
  call(inputs: readonly Floats[], outputs?: readonly Floats[], options?: Options): readonly Floats[];
}

export function gatedOperationsOf(f: AnyGated): readonly GatedOperation[] {
  const single = (result: unknown): readonly Floats[] => [result as Floats];
  const pair = (result: unknown): readonly Floats[] => {
    const { value, gate } = result as { value: Floats; gate: Floats };
    return [value, gate];
  };
  const operation = (
    label: string,
    raw: Method,
    inputs: readonly Named[],
    outputs: readonly Named[],
    list: (result: unknown) => readonly Floats[],
    needs: Options,
  ): GatedOperation => ({
    path: label.split(" ")[0] as string,
    label,
    f,
    inputs,
    outputs,
    inPlace: !label.includes("acked"),
    raw,
    needs,
    call(values, results, options) {
      const out = results && (outputs.length === 1 ? results[0] : { value: results[0], gate: results[1] });
      return list(raw(...values, { ...needs, ...options, ...(out && { out }) }));
    },
  });
  const { name } = f;
  const both: readonly Named[] = [
    ["value", 1],
    ["gate", 1],
  ];
  const gradients: readonly Named[] = [
    ["out.value", 1],
    ["out.gate", 1],
  ];
  return [
    operation(name, f, both, [["out", 1]], single, {}),
    operation(`${name}.backward`, f.backward, [["dy", 1], ...both], gradients, pair, {}),
    ...layouts.flatMap((layout) => [
      operation(`${name}.packed ${layout}`, f.packed, [["x", 2]], [["out", 1]], single, { layout }),
      operation(
        `${name}.backwardPacked ${layout}`,
        f.backwardPacked,
        [
          ["dy", 1],
          ["x", 2],
        ],
        [["out", 2]],
        single,
        { layout },
      ),
    ]),
  ];
}

/** Value and gate of a packed array with rows of `n` of each, as arrays of their own. */
export function unpack(x: Floats, n: number, layout: (typeof layouts)[number]): { readonly value: Floats; readonly gate: Floats } {
  const type = x.constructor as unknown as Constructor;
  const value = new type(x.length / 2);
  const gate = new type(x.length / 2);
  for (let i = 0; i < value.length; i++) {
    const row = Math.floor(i / n);
    const start = 2 * row * n;
    const k = i - row * n;
    value[i] = x[layout === "interleaved" ? start + 2 * k + 1 : layout === "valueFirst" ? start + k : start + n + k] as number;
    gate[i] = x[layout === "interleaved" ? start + 2 * k : layout === "valueFirst" ? start + n + k : start + k] as number;
  }
  return { value, gate };
}
