/**
 * The trials of gradients of parameters: of activations and gates at one set of them, and of those
 * whose parameters may be arrays.
 */
import { gateGradientsOf, gates } from "../../oracle/gates.js";
import { specification } from "../../oracle/oracle.js";
import { ExactSum } from "../../oracle/sums.js";
import { gradientsIn } from "../../specification/read.js";
import type { Parameter } from "../../src/call/parameters.js";
import type { Computed } from "../../src/functions/internals.js";
import { onRuntime } from "../../src/functions/variants.js";
import * as gated from "../../src/gated/index.js";
import { activations } from "../../src/index.js";
import type { KernelCode } from "../../src/runtime/kernelCode.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { type Floats, setsOf } from "../subjects.js";
import { channelledNames, channelOf, kernelsOf, layoutOf, slopesOf } from "./channels.js";
import { fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

/** An activation or a gate with gradients of parameters, as it is called here. */
interface Learnable {
  readonly name: string;
  readonly spec: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly bounds: Readonly<Record<string, { readonly parameterGradients: number }>>;
  };
  parameterGradients(...given: unknown[]): Readonly<Record<string, number | Floats>>;
}

const isLearnable = (f: object): boolean => "parameterGradients" in f;
const learnable = (registry: object) => Object.values(registry).filter(isLearnable) as unknown as readonly Learnable[];

const TIERS: readonly Tier[] = ["float32", "float64"];
const kinds = Object.keys(KINDS);
const boundOf = ({ spec }: Learnable, tier: Tier) => (spec.bounds[tier] as { readonly parameterGradients: number }).parameterGradients;

/** The formulas of an activation's gradients, by the names of the parameters. */
const gradientsOf = (name: string) => gradientsIn(specification[name]?.parameters);

/**
 * The module of sums for one set of parameters, where there is one: others are added up in
 * TypeScript. A gate with formulas of its own has its terms in double precision.
 */
function moduleOf(f: Learnable, tier: Tier): KernelCode | undefined {
  const { gradients32, gradients64, channels32, channels64 } = kernelsOf(f);
  return tier === "float64" || gates[f.name]?.parameters ? (gradients64 ?? channels64) : (gradients32 ?? channels32);
}

export const learnableTrials: readonly Trial[] = [
  ...learnable(activations).flatMap((f) =>
    gradientsOf(f.name).map(([parameter, gradient]) => trialOf(f, ["dy", "x"], parameter, gradient)),
  ),
  ...learnable(gated).flatMap((f) =>
    Object.entries(gateGradientsOf(f.name)).map(([parameter, gradient]) => trialOf(f, ["dy", "value", "gate"], parameter, gradient)),
  ),
  ...learnable(activations)
    .filter(({ name }) => channelledNames.includes(name))
    .flatMap((f) => gradientsOf(f.name).map(([parameter, gradient]) => trialByChannel(f, parameter, gradient))),
];

/** The sums for one set of parameters: one is an example, the others have their defaults. */
function trialOf(f: Learnable, inputs: readonly string[], parameter: string, gradient: string): Trial {
  const exact = new ExactSum(`dy*(${gradient})`);
  const sets = setsOf(f.spec.parameters);
  return {
    name: `${f.name}.parameterGradients`,
    method: parameter,
    unit: "double sum",
    results: 400,
    tiers: TIERS,
    subject: () => f,
    code: (tier) => moduleOf(f, tier),
    promised: (tier) => boundOf(f, tier) * 2 ** 53,
    cases: (random) => ({ kind: kinds[random.below(kinds.length)] as string, sizes: [lengthOf(random)] }),
    run(tier, { kind, sizes: [n = 0], seed }, runtime) {
      const random = new Random(seed);
      const values = sets[random.below(sets.length)] as Readonly<Record<string, number>>;
      const arrays = inputs.map((_, i) => fill(tier, i === 0 ? "normal" : kind, n, random));
      const own = onRuntime(f as unknown as Computed, runtime) as unknown as Learnable;
      const results = Float64Array.of(own.parameterGradients(...arrays, values)[parameter] as number);
      const at = (i: number) => ({ ...values, ...Object.fromEntries(inputs.map((name, k) => [name, arrays[k]?.[i] as number])) });
      return { results, judge: () => exact.errorOf(results[0] as number, n, at) * 2 ** 53 };
    },
  };
}

/** The sums for arrays of parameters, each rounded to their type. */
function trialByChannel(f: Learnable, parameter: string, gradient: string): Trial {
  const exact = new ExactSum(`dy*(${gradient})`);
  const perChannel = f.spec.parameters[parameter]?.perChannel;
  const digits = (tier: Tier) => (tier === "float64" ? 53 : 24);
  return {
    name: `${f.name}.parameterGradientsByChannel`,
    method: parameter,
    unit: "sum",
    results: 1000,
    tiers: TIERS,
    subject: () => f,
    code: (tier) => kernelsOf(f)[tier === "float64" ? "channels64" : "channels32"],
    promised: (tier) => boundOf(f, tier) * 2 ** digits(tier) + (tier === "float32" && perChannel ? 1 : 0),
    cases: (random) => ({ kind: kinds[random.below(kinds.length)] as string, sizes: layoutOf(random) }),
    run(tier, { kind, sizes, seed }, runtime) {
      const [outer = 0, count = 0, inner = 0] = sizes;
      const random = new Random(seed);
      const slopes = slopesOf(f.spec.parameters, tier, count, random);
      const [dy, x] = ["normal", kind].map((one) => fill(tier, one, outer * count * inner, random)) as [Floats, Floats];
      const own = onRuntime(f as unknown as Computed, runtime) as unknown as Learnable;
      const result = own.parameterGradients(dy, x, { ...slopes.options, shape: sizes })[parameter] as number | Floats;
      const results = typeof result === "number" ? Float64Array.of(result) : result;
      const at = (i: number) => ({ dy: dy[i] as number, x: x[i] as number, ...slopes.at(channelOf(i, sizes)) });
      return {
        results,
        judge(channel) {
          const element = (i: number) => at((Math.floor(i / inner) * count + channel) * inner + (i % inner));
          const error = perChannel
            ? exact.errorOf(results[channel] as number, outer * inner, element)
            : exact.errorOf(results[0] as number, dy.length, at);
          return error * 2 ** digits(tier);
        },
      };
    },
  };
}

/** The number of terms: mostly few, at times more than a tile. */
function lengthOf(random: Random): number {
  return random.unit() < 0.97 ? 1 + random.below(100) : 1 + random.below(9000);
}
