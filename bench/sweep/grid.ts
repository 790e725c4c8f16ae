/**
 * The shapes of a sweep: powers of two, shapes beside them by one in some direction, and shapes
 * drawn at random.
 */
import { layouts } from "../loops/layers.js";
import { drawSize } from "../numbers.js";
import type { SweepPoint } from "../results.js";

export type Shape = Omit<SweepPoint, "nanoseconds" | "gigaflops">;

const LARGEST = 2048;
/** All powers of two up to the largest. */
const FINE = Array.from({ length: 12 }, (_, k) => 2 ** k);
const COARSE = [1, 4, 16, 64, 256, 1024];
/**
 * Shapes that the coarse grid leaves out: the far corners, without the one that takes half a second
 * a call.
 */
const CORNERS = [
  ...[1, 8, 64].map((batch) => [batch, LARGEST, LARGEST] as const),
  ...([
    [LARGEST, 1, LARGEST],
    [LARGEST, LARGEST, 1],
    [LARGEST, 16, 16],
  ] as const),
];

const QUICK = [1, 4, 16, 64, 256];

const DRAWN = { quick: 8, short: 24, full: 200 };

export type Extent = keyof typeof DRAWN;

export function sweepShapes(extent: Extent, random: () => number): Shape[] {
  const full = extent === "full";
  const forward = full ? grid(FINE) : extent === "quick" ? grid(QUICK) : [...grid(COARSE), ...CORNERS];
  const size = () => drawSize(random, 1, LARGEST);
  const drawn = Array.from({ length: DRAWN[extent] }, () => [size(), size(), size()] as const);
  const of = (product: Shape["product"], layout: Shape["layout"], from: Shape["from"], shapes: readonly Dimensions[]) =>
    shapes.map(([batch, inputs, outputs]): Shape => ({ product, batch, inputs, outputs, layout, from }));
  const beside = forward.map((shape) => neighbour(shape, random));
  const forwards = layouts.flatMap((layout) => [
    ...of("forward", layout, "grid", forward),
    ...of("forward", layout, "neighbour", beside),
    ...of("forward", layout, "drawn", drawn),
  ]);
  if (!full) return distinct(forwards);
  const back = grid(COARSE);
  const backBeside = back.map((shape) => neighbour(shape, random));
  const backwards = layouts.flatMap((layout) => [
    ...of("backward", layout, "grid", back),
    ...of("backward", layout, "neighbour", backBeside),
  ]);
  return distinct([...forwards, ...backwards]);
}

/** Each once, as it came first: small shapes are neighbours of each other. */
function distinct(shapes: readonly Shape[]): Shape[] {
  const keyOf = ({ product, layout, batch, inputs, outputs }: Shape) => [product, layout, batch, inputs, outputs].join(" ");
  return [...new Map(shapes.toReversed().map((shape) => [keyOf(shape), shape])).values()].reverse();
}

type Dimensions = readonly [number, number, number];

function grid(sizes: readonly number[]): Dimensions[] {
  return sizes.flatMap((batch) => sizes.flatMap((inputs) => sizes.map((outputs) => [batch, inputs, outputs] as const)));
}

/** One to the side in at least one direction, in which one is drawn. */
function neighbour(shape: Dimensions, random: () => number): Dimensions {
  for (;;) {
    const moved = shape.map((dimension) => Math.min(LARGEST, Math.max(1, dimension + Math.floor(3 * random()) - 1)));
    if (String(moved) !== String(shape)) return moved as unknown as Dimensions;
  }
}
