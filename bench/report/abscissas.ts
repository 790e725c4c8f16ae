/**
 * Places at which to draw a function, from -reach to reach: evenly spaced, and at a kink the points
 * on either side with no number between them, which breaks the line.
 */
export function abscissas(kinks: readonly number[], reach: number, step: number): Float64Array {
  const even = Array.from({ length: (2 * reach) / step + 1 }, (_, i) => -reach + i * step);
  const seen = kinks.filter((kink) => Math.abs(kink) < reach);
  const places = [...even.filter((x) => !seen.includes(x)), ...seen].sort((a, b) => a - b);
  return Float64Array.from(places.flatMap((x) => (seen.includes(x) ? [x - BESIDE, Number.NaN, x + BESIDE] : [x])));
}

/** How far beside a kink its sides are drawn. */
export const BESIDE = 1e-9;
