/** The trials of gated functions: value and both gradients, against the specification. */

import { Exact } from "../../oracle/exact.js";
import { parse } from "../../oracle/formula.js";
import { gateFormulasOf } from "../../oracle/gates.js";
import * as fastFunctions from "../../src/fast.js";
import type { Gated, GatedBounds } from "../../src/functions/gated/types.js";
import { onRuntime } from "../../src/functions/variants.js";
import * as gated from "../../src/gated/index.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { formatOf } from "../subjects.js";
import { fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

/** The formula of each method. */
const METHODS = { value: "value", "backward.value": "backwardToValue", "backward.gate": "backwardToGate" } as const;
type Method = keyof typeof METHODS;

const registry = gated as unknown as Readonly<Record<string, Gated>>;
const fastRegistry = fastFunctions as unknown as Readonly<Record<string, Gated>>;

export const gateTrials: readonly Trial[] = Object.keys(registry).flatMap((name) =>
  (Object.keys(METHODS) as Method[]).map((method) => trialOf(name, method)),
);

function trialOf(name: string, method: Method): Trial {
  const { bounds } = registry[name].spec;
  const exact = new Exact(parse(gateFormulasOf(name)[METHODS[method]]));
  const parameters = Object.fromEntries(Object.entries(registry[name].spec.parameters).map(([key, { default: value }]) => [key, value]));
  const boundsOf = (tier: Tier): GatedBounds => {
    const found = bounds[tier];
    if (!found) throw new Error(`${name} promises nothing of its ${tier} form`);
    return found;
  };
  const subject = (tier: Tier) => (tier === "fast" ? fastRegistry : registry)[name];
  return {
    name,
    method,
    unit: "ulp",
    results: 100_000,
    tiers: bounds.fast ? ["float32", "fast", "float64"] : ["float32", "float64"],
    subject,
    promised: (tier) => (method === "value" ? boundsOf(tier).value : boundsOf(tier).backward),
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(3)], sizes: [512] }),
    run(tier, { kind, sizes: [n], seed }, runtime) {
      const random = new Random(seed);
      const [dy, value, gate] = ["normal", "normal", kind].map((one) => fill(tier, one, n, random));
      const f = onRuntime(subject(tier), runtime);
      const gradients = method === "value" ? undefined : f.backward(dy as never, value as never, gate as never);
      const results = gradients ? gradients[method === "backward.value" ? "value" : "gate"] : f(value as never, gate as never);
      return {
        results,
        judge(i) {
          const bindings = { ...parameters, dy: dy[i], value: value[i], gate: gate[i] };
          return exact.judge(formatOf(tier), bindings, results[i]).ulp;
        },
      };
    },
  };
}
