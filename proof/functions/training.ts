/** The trials of activations in training, with numbers that the oracle draws for itself. */

import { Exact } from "../../oracle/exact.js";
import { parse } from "../../oracle/formula.js";
import { specification } from "../../oracle/oracle.js";
import { drawn, formulasInTraining } from "../../oracle/random.js";
import type { ActivationEntry, RandomEntry } from "../../specification/schema.js";
import { type Computed, internalsOf } from "../../src/functions/internals.js";
import { onRuntime } from "../../src/functions/variants.js";
import { Random } from "../random.js";
import { type Callable, callableOf, type Floats, formatOf, names } from "../subjects.js";
import { arrayOf, fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

const METHODS = ["value", "derivative", "backward", "backwardFromOutput"] as const;
type Method = (typeof METHODS)[number];

export const trainingTrials: readonly Trial[] = names.flatMap((name) => {
  const entry = specification[name] as ActivationEntry;
  return entry.random ? METHODS.map((method) => trialOf(name, entry, entry.random as RandomEntry, method)) : [];
});

function trialOf(name: string, entry: ActivationEntry, random: RandomEntry, method: Method): Trial {
  const { value, derivative, derivativeFromOutput } = formulasInTraining(entry);
  const formulas = { value, derivative, backward: `dy*(${derivative})`, backwardFromOutput: `dy*(${derivativeFromOutput})` };
  const exact = new Exact(parse(formulas[method]));
  return {
    name: `${name}Training`,
    method,
    unit: "ulp",
    results: 100_000,
    tiers: ["float32", "float64"],
    subject: (tier) => callableOf(name, tier),
    code(tier) {
      const { random32, random64 } = internalsOf("verify", name, callableOf(name, tier)).kernels;
      return tier === "float64" ? random64 : random32;
    },
    // One rounding of what is drawn, times the argument: in float32 after one to float64.
    promised: (tier) => (tier === "float32" ? 0.51 : 0.5),
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(3)] as string, sizes: [512] }),
    run(tier, { kind, sizes: [n = 0], seed }, runtime) {
      const numbers = new Random(seed);
      const lower = numbers.unit() - (method === "backwardFromOutput" ? 0 : 0.5);
      const bounds = { lower, upper: lower + numbers.unit() * 2 ** -numbers.below(50) };
      const offset = numbers.below(2 ** 30);
      const dy = fill(tier, "normal", n, numbers);
      const x = fill(tier, kind, n, numbers);
      const f = onRuntime(callableOf(name, tier) as Computed, runtime) as unknown as Callable;
      const training = f.with?.({ ...bounds, training: true, seed, offset } as never) as unknown as Callable;
      const results = compute(training, method, dy, x, arrayOf(tier, n));
      const a = drawn(random, bounds, seed, offset, n);
      return {
        results,
        judge: (i) =>
          exact.judge(
            formatOf(tier),
            { dy: dy[i] as number, x: x[i] as number, y: x[i] as number, a: a[i] as number },
            results[i] as number,
          ).ulp,
      };
    },
  };
}

/** The results of a method, of the arguments that any has. */
function compute(f: Callable, method: Method, dy: Floats, x: Floats, out: Floats): Floats {
  if (method === "value") return f(x, { out });
  if (method === "derivative") return f.derivative(x, { out });
  return (f[method] as Callable["backward"])(dy, x, { out });
}
