/** The trials of activations whose parameters are arrays, with one for each channel. */
import { Reference } from "../../oracle/oracle.js";
import type { Parameter } from "../../src/call/parameters.js";
import { type Computed, internalsOf } from "../../src/functions/internals.js";
import { onRuntime } from "../../src/functions/variants.js";
import { activations } from "../../src/index.js";
import type { KernelCode } from "../../src/runtime/kernelCode.js";
import { type ActivationMethod, isGradient } from "../methods.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { boundOf, type Callable, type Floats, formatOf, methodsOf, referenceOf, rootsOf } from "../subjects.js";
import { arrayOf, fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

/** The names of the activations of which a parameter may be an array. */
export const channelledNames: readonly string[] = Object.values(activations).flatMap(({ name, spec }) =>
  Object.values(spec.parameters).some(({ perChannel }) => perChannel) ? [name] : [],
);

export const channelTrials: readonly Trial[] = channelledNames.flatMap((name) => methodsOf(name).map((method) => trialOf(name, method)));

/** Parameters of a case: arrays where there may be any, and the numbers that each channel has. */
export interface Slopes {
  readonly options: Readonly<Record<string, number | Floats>>;
  at(channel: number): Readonly<Record<string, number>>;
}

/** Draws the default or an example of each parameter, for each of `count` channels. */
export function slopesOf(
  parameters: Readonly<Record<string, Parameter>>,
  tier: Tier,
  count: number,
  random: Random,
  isAllowed: (value: number, rules: Parameter) => boolean = () => true,
): Slopes {
  const options: Record<string, number | Floats> = {};
  for (const [name, rules] of Object.entries(parameters)) {
    const some = [rules.default, ...rules.examples].filter((value) => isAllowed(value, rules));
    const draw = () => some[random.below(some.length)] as number;
    options[name] = rules.perChannel ? arrayOf(tier, count).map(draw) : draw();
  }
  const valueAt = (slope: number | Floats, channel: number) => (typeof slope === "number" ? slope : (slope[channel] as number));
  return {
    options,
    at: (channel) => Object.fromEntries(Object.entries(options).map(([name, slope]) => [name, valueAt(slope, channel)])),
  };
}

/** Draws a batch, a number of channels, and the elements of each. */
export function layoutOf(random: Random): readonly number[] {
  return [1 + random.below(4), 1 + random.below(9), random.unit() < 0.3 ? 1 : 1 + random.below(40)];
}

/** The channel of element `i`. */
export const channelOf = (i: number, [, count = 0, inner = 0]: readonly number[]): number => Math.floor(i / inner) % count;

/** The kernels of an activation, those of arrays of parameters included. */
export const kernelsOf = (f: { readonly name: string }): Readonly<Record<string, KernelCode | undefined>> => ({
  ...internalsOf("verify", f.name, f).kernels,
});

function trialOf(name: string, method: ActivationMethod): Trial {
  const f = activations[name as keyof typeof activations] as unknown as Callable;
  const references = new Map<string, Reference>();
  const referenceAt = (values: Readonly<Record<string, number>>): Reference => {
    const key = JSON.stringify(values);
    const found = references.get(key) ?? new Reference(name, referenceOf(method), values);
    references.set(key, found);
    return found;
  };
  const { parameters } = f.spec;
  const others = Object.fromEntries(Object.entries(parameters).map(([key, { examples }]) => [key, examples[0] as number]));
  return {
    name: `${name}.byChannel`,
    method,
    unit: "ulp",
    results: 20_000,
    tiers: ["float32", "float64"],
    subject: () => f,
    code: (tier) => kernelsOf(f)[tier === "float64" ? "channels64" : "channels32"],
    promised: (tier) => boundOf({ name, tier, method, parameters: others }),
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(4)] as string, sizes: layoutOf(random) }),
    run(tier, { kind, sizes, seed }, runtime) {
      const random = new Random(seed);
      const [outer = 0, count = 0, inner = 0] = sizes;
      const told = (value: number, rules: Parameter) => method !== "backwardFromOutput" || value >= (rules.minimumFromOutput ?? -Infinity);
      const slopes = slopesOf(parameters, tier, count, random, told);
      const inputs = (isGradient(method) ? ["normal", kind] : [kind]).map((one) => fill(tier, one, outer * count * inner, random));
      const own = onRuntime(f as unknown as Computed, runtime) as unknown as Callable;
      const results = compute(own, method, inputs, { ...slopes.options, shape: sizes });
      return {
        results,
        judge(i) {
          const values = slopes.at(channelOf(i, sizes));
          const given = inputs.map((array) => array[i] as number);
          const { ulp, absolute } = referenceAt(values).judge(formatOf(tier), given, results[i] as number);
          // Parameters that are none of them at their defaults may cancel anywhere.
          const roots = rootsOf({ name, tier, method, parameters: values });
          return roots.some((root) => absolute <= root.absolute) ? 0 : ulp;
        },
      };
    },
  };
}

/** The results of a method; of `valueAndDerivative` those of one of its halves. */
function compute(f: Callable, method: ActivationMethod, inputs: readonly Floats[], options: object): Floats {
  const call = (g: unknown) => (g as (...given: unknown[]) => unknown)(...inputs, options);
  if (method === "value") return call(f) as Floats;
  if (method !== "pairValue" && method !== "pairDerivative") return call(f[method]) as Floats;
  const { value, derivative } = call(f.valueAndDerivative) as { readonly value: Floats; readonly derivative: Floats };
  return method === "pairValue" ? value : derivative;
}
