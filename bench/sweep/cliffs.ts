/**
 * Shapes that are far slower than shapes beside them. Two things are no cliffs: that small shapes
 * are slower for each product, as a call has its price, and that large ones are slower where the
 * weights no longer fit a cache. What remains is found by two questions:
 *
 *     does a shape take much longer than a larger one?        it would pay to fill it up
 *     does it lose much of the speed of one a step smaller?   a step is a doubling (on the coarse grid fourfold) in one direction, or one to the side
 */
import { shapeText } from "../format.js";
import type { Cliff, SweepPoint } from "../results.js";

/**
 * A shape may take so much longer than a larger one: a remainder of a few columns costs a short sum
 * up to 1.4 times.
 */
const LONGER = 1.5;
/** The part of the smaller one's speed that must be left. */
const LEFT = 0.6;

export interface Suspect {
  readonly shape: SweepPoint;
  readonly beside: SweepPoint;
  readonly kind: "longer" | "slower";
  /** The ratio to the limit: 1 is just there. */
  readonly severity: number;
}

export function suspects(points: readonly SweepPoint[]): Suspect[] {
  const found: Suspect[] = [];
  for (const a of points) {
    let [longer, slower]: [Suspect | undefined, Suspect | undefined] = [undefined, undefined];
    for (const b of points) {
      if (b === a || b.product !== a.product || b.layout !== a.layout) continue;
      if (contains(b, a)) {
        const severity = a.nanoseconds / b.nanoseconds / LONGER;
        if (severity > (longer?.severity ?? 1)) longer = { shape: a, beside: b, kind: "longer", severity };
      } else if (isStep(b, a)) {
        const severity = (LEFT * b.gigaflops) / a.gigaflops;
        if (severity > (slower?.severity ?? 1)) slower = { shape: a, beside: b, kind: "slower", severity };
      }
    }
    const worst = [longer, slower].filter((suspect) => suspect !== undefined).sort((x, y) => y.severity - x.severity)[0];
    if (worst) found.push(worst);
  }
  return found.sort((x, y) => y.severity - x.severity);
}

/** Says whether a suspect is one after its two shapes were timed again. */
export function judge({ shape, beside, kind }: Suspect): Cliff | undefined {
  const name = ({ batch, inputs, outputs }: SweepPoint) => shapeText([batch, inputs, outputs]);
  const speed = ({ gigaflops }: SweepPoint) => `${gigaflops.toPrecision(3)} GFLOP/s`;
  if (kind === "longer") {
    const ratio = shape.nanoseconds / beside.nanoseconds;
    if (ratio <= LONGER) return undefined;
    return { shape, beside, finding: `takes ${ratio.toFixed(2)} times as long as the larger ${name(beside)}` };
  }
  if (shape.gigaflops >= LEFT * beside.gigaflops) return undefined;
  return { shape, beside, finding: `${speed(shape)}, where ${name(beside)} has ${speed(beside)}` };
}

function contains(large: SweepPoint, small: SweepPoint): boolean {
  return large.batch >= small.batch && large.inputs >= small.inputs && large.outputs >= small.outputs;
}

/**
 * Whether `small` lies one step below `large`: at most one to the side in all directions, or
 * smaller by up to four times in just one.
 */
function isStep(small: SweepPoint, large: SweepPoint): boolean {
  let steps = 0;
  for (const dimension of ["batch", "inputs", "outputs"] as const) {
    const [a, b] = [small[dimension], large[dimension]];
    if (a === b) continue;
    if (Math.abs(a - b) === 1 && Math.min(a, b) >= 8) continue;
    if (a > b || b > 4 * a) return false;
    steps++;
  }
  return steps <= 1;
}
