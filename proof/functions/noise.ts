/** The trials of the noise of rows, with numbers that the oracle draws for itself. */
import { Exact } from "../../oracle/exact.js";
import { parse } from "../../oracle/formula.js";
import { uniform } from "../../oracle/random.js";
import { runStream } from "../../src/functions/random/stream.js";
import { float32, float64 } from "../../src/kernels/random/gumbel.js";
import { gumbelSoftmax } from "../../src/rowwise/index.js";
import type { KernelFunction } from "../../src/runtime/kernel.js";
import { gumbel } from "../../src/scalar/gumbel.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { formatOf } from "../subjects.js";
import { arrayOf } from "./numbers.js";
import type { Trial } from "./trial.js";

const codeOf = (tier: Tier) => (tier === "float64" ? float64 : float32);

/** Noise added to zeros, in units in the last place of the larger of 1 and itself. */
const gumbelNoise: Trial = {
  name: "gumbelSoftmaxNoise",
  method: "value",
  unit: "ulp",
  results: 100_000,
  tiers: ["float32", "float64"],
  subject: () => gumbelSoftmax,
  code: codeOf,
  promised: (tier) => (tier === "float64" ? 1.5 : 0.51),
  cases: () => ({ kind: "words", sizes: [512] }),
  run(tier, { sizes: [n = 0], seed }, runtime) {
    const offset = new Random(seed).below(2 ** 30);
    const exact = new Exact(parse("-log(-log(u))"));
    const format = formatOf(tier);
    const [zeros, results] = [arrayOf(tier, n), arrayOf(tier, n)];
    const kernel = runtime.kernel<{ readonly value: KernelFunction }>(codeOf(tier));
    const arrays = [zeros, results].map((array) => ({ array, at: -1 }));
    if (kernel) runStream(kernel, kernel.exports.value, seed, offset, arrays, 1, n);
    else for (let i = 0; i < n; i++) results[i] = gumbel(uniform(seed, offset + i));
    return {
      results,
      judge(i) {
        const { absolute, rounded } = exact.judge(format, { u: uniform(seed, offset + i) + 2 ** -33 }, results[i] as number);
        const exponent = Math.floor(Math.log2(Math.max(1, Math.abs(rounded))));
        return absolute / 2 ** (exponent - format.mantissaBits);
      },
    };
  },
};

export const noiseTrials: readonly Trial[] = [gumbelNoise];
