/** The trials of functions of features: value and gradient, against the specification. */

import { FeatureReference } from "../../oracle/features.js";
import * as features from "../../src/features/index.js";
import type { Features } from "../../src/functions/features/types.js";
import { onRuntime } from "../../src/functions/variants.js";
import { Random } from "../random.js";
import type { Floats } from "../subjects.js";
import { formatOf } from "../subjects.js";
import { fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

const METHODS = ["value", "backward"] as const;
type Method = (typeof METHODS)[number];

const registry = features as unknown as Readonly<Record<string, Features<{ readonly k?: number }>>>;

export const featureTrials: readonly Trial[] = Object.keys(registry).flatMap((name) => METHODS.map((method) => trialOf(name, method)));

/** The sizes of planes along an axis that is not the last: elements of one plane are neighbours. */
const INNER = [1, 1, 7];

function trialOf(name: string, method: Method): Trial {
  const reference = new FeatureReference(name);
  const own = registry[name] as Features<{ readonly k?: number }>;
  const gathers = reference.several === "x";
  return {
    name,
    method,
    unit: "ulp",
    results: 20_000,
    tiers: ["float32", "float64"],
    subject: () => own,
    promised: (tier) => own.spec.bounds[tier as "float32" | "float64"][method],
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(3)] as string, sizes: [2 + random.below(4), 1 + random.below(40)] }),
    run(tier, { kind, sizes: [k = 2, groups = 1], seed }, runtime) {
      const random = new Random(seed);
      const inner = INNER[random.below(INNER.length)] as number;
      const size = groups * inner;
      const x = rounded(fill(tier, kind, gathers ? k * size : size, random), random);
      const dy = fill(tier, "normal", gathers ? size : 2 * size, random);
      const options = { shape: [gathers ? k * groups : groups, inner], axis: 0, ...(gathers && { k }) };
      const f = onRuntime(own as never, runtime) as unknown as typeof own;
      const results = (method === "value" ? f(x as never, options) : f.backward(dy as never, x as never, options)) as Floats;
      /** The indices in the wider array of those that belong to one element of the other. */
      const severalOf = (one: number) =>
        gathers ? Array.from({ length: k }, (_, i) => Math.floor(one / inner) * k * inner + i * inner + (one % inner)) : [one, one + size];
      const isWide = (method === "value") !== gathers;
      const oneOf = (i: number) => (gathers ? Math.floor(i / (k * inner)) * inner + (i % inner) : i % size);
      return {
        results,
        judge(i) {
          const one = isWide ? oneOf(i) : i;
          const several = severalOf(one);
          const [xs, dys] = gathers ? [several, [one]] : [[one], several];
          const group = { x: xs.map((at) => x[at] as number), ...(method === "backward" && { dy: dys.map((at) => dy[at] as number) }) };
          return reference.error(formatOf(tier), group, isWide ? several.indexOf(i) : 0, results[i] as number);
        },
      };
    },
  };
}

/** Numbers that are whole in half of the cases, so that several are equal. */
function rounded(numbers: Floats, random: Random): Floats {
  return random.unit() < 0.5 ? numbers : numbers.map((number) => Math.round(number));
}
