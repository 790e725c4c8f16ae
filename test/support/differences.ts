/**
 * Derivatives by differences alone: Richardson's extrapolation of central ones, with a bound of its
 * own error, after Ridders (1982).
 */
import type { AnyActivation, Floats } from "./activations.js";
import { signed } from "./layer.js";

/**
 * Halved steps: from where functions of size 1 are not yet straight, to where rounding begins to
 * show. All exact, as are sums with a {@link grid} point.
 */
const STEPS = Array.from({ length: 10 }, (_, i) => 2 ** (-2 - i));

/** More than any float64 function of hillock's promises to err, in ULP. */
const ULPS = 16;

export interface Slope {
  readonly value: number;
  /** The largest distance of the true slope. */
  readonly error: number;
}

/** A number near x that is a multiple of 2^-20. */
export const grid = (x: number): number => Math.round(x * 2 ** 20) / 2 ** 20;

/** The slope at 0 of t -> sum of weights times f(t). */
export function slopeOf(f: (t: number) => Floats, weights: Floats): Slope {
  let best: Slope = { value: NaN, error: Infinity };
  let before: number[] = [];
  for (const h of STEPS) {
    const { slope, noise } = centralDifference(f(h), f(-h), weights, h);
    const row = [slope];
    before.forEach((coarser, order) => {
      row.push(row[order] + (row[order] - coarser) / (4 ** (order + 1) - 1));
      // By the estimate before it, by that of twice the step, and by its own kind of twice the
      // step: two can agree by chance.
      const others = [row[order], coarser, before[order + 1] ?? Infinity];
      const change = Math.max(...others.map((other) => Math.abs(row[order + 1] - other)));
      // The factors of an extrapolation add up to less than 2, so it has less than twice the noise
      // of its smallest step.
      const error = 2 * (change + noise);
      if (error < best.error) best = { value: row[order + 1], error };
    });
    before = row;
  }
  return best;
}

/** Elements that are not finite on either side do not count: entries of a row that are left out. */
function centralDifference(after: Floats, before: Floats, weights: Floats, h: number): { slope: number; noise: number } {
  let sum = 0;
  let size = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!Number.isFinite(after[i]) && after[i] === before[i]) continue;
    sum += weights[i] * (after[i] - before[i]);
    size += Math.abs(weights[i]) * (Math.abs(after[i]) + Math.abs(before[i]));
  }
  return { slope: sum / (2 * h), noise: (ULPS * 2 ** -53 * size) / (2 * h) };
}

/** A function of several arrays, and what is said to be the gradient of sum(dy f). */
export interface Claim<Name extends string = string> {
  readonly inputs: Readonly<Record<Name, Floats>>;
  readonly f: (inputs: Readonly<Record<Name, Floats>>) => Floats;
  readonly dy: Floats;
  /** The gradients of all inputs or some. */
  readonly gradients: { readonly [name in Name]?: Floats };
}

/**
 * The largest error of a slope by differences, relative to the largest slope: a larger one would
 * prove nothing.
 */
const SHARP = 1e-8;

/**
 * Fails unless every element of the gradients is what differences say. Inputs are on the {@link
 * grid}.
 */
export function expectGradients<Name extends string>(about: string, { inputs, f, dy, gradients }: Claim<Name>): void {
  for (const [name, gradient] of Object.entries(gradients) as [Name, Floats][]) {
    const slopes = Array.from(gradient, (_, i) =>
      slopeOf((t) => {
        const moved = inputs[name].slice();
        moved[i] += t;
        return f({ ...inputs, [name]: moved });
      }, dy),
    );
    const largest = Math.max(0, ...slopes.map(({ value }) => Math.abs(value)), ...Array.from(dy, Math.abs));
    slopes.forEach(({ value, error }, i) => {
      const where = `${about}: gradient ${i} of ${name}`;
      if (!(error <= SHARP * largest)) throw new Error(`${where}: differences tell ${value} only within ${error}`);
      if (!(Math.abs(gradient[i] - value) <= error + ULPS * 2 ** -53 * Math.abs(value)))
        throw new Error(`${where} is ${gradient[i]}, but differences tell ${value}, within ${error}`);
    });
  }
}

/** Reproducible numbers on the grid, of both signs. */
export function numbers(length: number, seed: number, size = 1): Float64Array {
  const next = signed(seed, size);
  return Float64Array.from({ length }, () => grid(next()));
}

/** Whether all are so far from a kink that steps of some sizes do not reach it. */
export const smooth = ({ spec }: AnyActivation, x: Iterable<number>): boolean =>
  Array.from(x).every((x) => spec.kinks.every((kink) => Math.abs(x - kink) > 0.06));
