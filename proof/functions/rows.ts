/**
 * The trials of row-wise functions, on rows of every length, against their specification in MPFR.
 */

import { uniform } from "../../oracle/random.js";
import { entriesOf, isDrawn, RowReference, rowSpecification } from "../../oracle/rows.js";
import * as fastFunctions from "../../src/fast.js";
import type { RowBounds, RowSpecification } from "../../src/functions/rows/types.js";
import { onRuntime } from "../../src/functions/variants.js";
import * as rowwise from "../../src/rowwise/index.js";
import { gumbel } from "../../src/scalar/gumbel.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import { type Floats, formatOf } from "../subjects.js";
import { arrayOf, fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

interface Options {
  readonly temperature: number;
  readonly mask?: Floats;
  readonly shape?: readonly number[];
  readonly seed?: number;
}

interface RowFunction {
  (x: Floats, options: Options): Floats;
  /** The gradient of functions that make a number of each row. */
  backward?(dy: Floats, x: Floats, options: Options): Floats;
  /** The gradient, from results, of the other functions. */
  backwardFromOutput?(dy: Floats, y: Floats, options: Options): Floats;
  readonly spec: RowSpecification;
}

const registry = rowwise as unknown as Readonly<Record<string, RowFunction>>;
const fastRegistry = fastFunctions as unknown as Readonly<Record<string, RowFunction>>;

const OTHERS = [0.1, 0.7, 3, 22.627416997969522];

const TIERS = ["float32", "fast", "float64"] as const;

/** Results that are tried, where a function has them: bounds of these names are promised. */
const RESULTS = ["value", "backward", "backwardFromOutput"] as const;

/**
 * Methods by what follows the name of the result: the default temperature and others, without masks
 * and with them.
 */
const VARIATIONS = {
  "": { temperatures: [1], masked: false },
  ", other temperatures": { temperatures: OTHERS, masked: false },
  ", masks": { temperatures: [1, ...OTHERS], masked: true },
};

type Result = (typeof RESULTS)[number];
type Variation = keyof typeof VARIATIONS;

/**
 * The next entry of masks that are added, as models and their exporters make them, down to the
 * lowest number of the type.
 */
const MASKS: readonly ((random: Random, lowest: number) => number)[] = [
  (random) => random.between(-8, 8),
  (random) => random.between(-2000, 2000),
  (random, lowest) => (random.unit() < 0.5 ? lowest : random.between(-8, 8)),
  (random) => (random.unit() < 0.5 ? -1e30 : random.between(-8, 8)),
  (random) => [0, -1e4, -1e9][random.below(3)],
  (random, lowest) => [-1e4, -1e6, -3e15, -1e30, lowest][random.below(5)],
  (random, lowest) => (random.unit() < 0.5 ? -1e30 : lowest),
  (random) => -3e15 + random.below(16),
];

/** A mask of one of these kinds, or padding: the same number for all of a row. */
function maskOf(tier: Tier, length: number, random: Random): Floats {
  const lowest = formatOf(tier).name === "float32" ? -3.4028234663852886e38 : -Number.MAX_VALUE;
  const kind = random.below(MASKS.length + 1);
  const padding = [-1e4, -1e30, lowest][random.below(3)];
  return arrayOf(tier, length).map(() => MASKS[kind]?.(random, lowest) ?? padding);
}

/** Rows that are made for what may go wrong, each begun anew: entry i of one. */
const ADVERSARIES: Readonly<Record<string, (random: Random) => (i: number) => number>> = {
  constant: (random) => {
    const entry = random.between(-1e4, 1e4);
    return () => entry;
  },
  "one ahead": (random) => {
    const lead = random.between(0, 60);
    return (i) => (i === 0 ? lead : -random.unit());
  },
  "two numbers": (random) => {
    const distance = 2 ** (random.below(20) - 12);
    return () => random.below(2) * distance;
  },
  descending: (random) => {
    const step = 2 ** (random.below(16) - 12);
    return (i) => -i * step;
  },
  "results that are subnormal": (random) => {
    const depth = random.unit() < 0.5 ? 110 : 760;
    return () => -depth * random.unit();
  },
  // With thresholds of 0 and of -1 at times, next to which are the others.
  "next to a threshold": (random) => {
    const top = 1 + random.below(2);
    return (i) => (i === 0 ? top : random.unit() < 0.5 ? 0 : 2 ** -(1 + random.below(140)));
  },
  "huge, of either sign": (random) => (i) => (i % 2 ? -1 : 1) * random.between(1.7e38, 3.4e38),
  "whole numbers": (random) => () => random.below(4),
};

/** Kinds of rows. */
const ROWS = [...Object.keys(KINDS), ...Object.keys(ADVERSARIES)];

function rowOf(tier: Tier, kind: string, n: number, random: Random): Floats {
  const adversary = ADVERSARIES[kind]?.(random);
  return adversary ? arrayOf(tier, n).map((_, i) => adversary(i)) : fill(tier, kind, n, random);
}

/** Gradients of results of which nothing is promised where those of entries are made of entries. */
const TINIEST = "no normal numbers";

/** Gradients of results that are made for what may go wrong: entry i of one. */
const GRADIENTS: Readonly<Record<string, (random: Random) => (i: number) => number>> = {
  // Of a row that adds up to 1, they cancel.
  constant: (random) => {
    const entry = random.between(-8, 8);
    return () => entry;
  },
  "nearly constant": (random) => {
    const distance = 2 ** -(1 + random.below(40));
    return () => 1 + random.below(2) * distance;
  },
  "one alone": (random) => {
    const place = random.below(64);
    return (i) => (i === place ? 1 : 0);
  },
  "one far ahead": (random) => {
    const place = random.below(8);
    return (i) => (i === place ? 2 ** 40 : random.between(-1, 1));
  },
  "no normal numbers of float32": (random) => () => random.between(-1, 1) * 2 ** -126,
  [TINIEST]: (random) => () => random.between(-1, 1) * 2 ** -1022,
};

/** Gradients of n results, of a kind that is drawn. */
function gradientsOf(tier: Tier, result: Result, n: number, random: Random): Floats {
  const kinds = [...Object.keys(KINDS), ...Object.keys(GRADIENTS)].filter((one) => one !== TINIEST || result === "backwardFromOutput");
  const kind = kinds[random.below(kinds.length)];
  const adversary = GRADIENTS[kind]?.(random);
  return adversary ? arrayOf(tier, n).map((_, i) => adversary(i)) : fill(tier, kind, n, random);
}

export const rowTrials: readonly Trial[] = Object.keys(registry).flatMap((name) =>
  RESULTS.filter((result) => registry[name].spec.bounds.float32[result] !== undefined).flatMap((result) =>
    (Object.keys(VARIATIONS) as Variation[]).map((variation) => trialOf(name, result, variation)),
  ),
);

function trialOf(name: string, result: Result, variation: Variation): Trial {
  const { bounds, axis } = registry[name].spec;
  const preset = rowSpecification[name]?.preset ?? { of: name };
  const isRandom = isDrawn(preset);
  const values = new RowReference(preset.of);
  const gradients = new RowReference(name);
  const subject = (tier: Tier) => (tier === "fast" ? fastRegistry : registry)[name];
  const promised = (tier: Tier): number => {
    const { value, otherParameters = value, ...others } = bounds[tier] as RowBounds;
    if (result !== "value") return others[result] as number;
    return variation === "" ? value : otherParameters;
  };
  return {
    name,
    method: `${result}${variation}`,
    unit: "ulp",
    results: result === "value" ? (values.reduces ? 4000 : 20_000) : 10_000,
    tiers: TIERS.filter((tier) => bounds[tier]),
    subject,
    promised,
    cases: (random) => ({ kind: ROWS[random.below(ROWS.length)], sizes: [lengthOf(random)] }),
    run(tier, { kind, sizes: [n], seed }, runtime) {
      const random = new Random(seed);
      const x = rowOf(tier, kind, n, random);
      const { temperatures, masked } = VARIATIONS[variation];
      const temperature = temperatures[random.below(temperatures.length)];
      const options = masked ? { temperature, mask: maskOf(tier, n, random) } : { temperature };
      const shape = axis && { shape: [n, ...Array(-axis - 1).fill(1)] };
      const f = onRuntime(subject(tier), runtime);
      const format = formatOf(tier);
      if (result === "backward") {
        const dy = gradientsOf(tier, result, values.lengthOf(n), random);
        const results = f.backward?.(dy, x, { ...options, ...shape }) as Floats;
        const judge = gradients.gradient({ dy, x, ...options }, promised(tier));
        return { results, judge: (i) => judge(format, i, results[i]) };
      }
      const y = f(x, { ...options, ...shape, ...(isRandom && { seed }) });
      if (result === "backwardFromOutput") {
        const dy = gradientsOf(tier, result, n, random);
        const results = f.backwardFromOutput?.(dy, y, { temperature, ...shape }) as Floats;
        const judge = gradients.gradient({ dy, y, temperature }, promised(tier));
        return { results, judge: (i) => judge(format, i, results[i]) };
      }
      const entries = isRandom ? withNoise(x, seed) : entriesOf(preset, x);
      const judge = values.value({ x: entries, ...options });
      return { results: y, judge: (i) => judge(format, i, y[i]) };
    },
  };
}

/** The entries with their noise, to the bit: what that is off is measured apart. */
function withNoise(x: Floats, seed: number): Floats {
  return x.map((entry, i) => entry + gumbel(uniform(seed, i)));
}

/** The length of a row: mostly short, at times where walking in pieces begins, seldom long. */
function lengthOf(random: Random): number {
  const kind = random.unit();
  if (kind < 0.94) return 1 + random.below(64);
  if (kind < 0.985) return 64 + random.below(1000);
  return kind < 0.998 ? 2040 + random.below(2100) : 20_000 + random.below(10_000);
}
