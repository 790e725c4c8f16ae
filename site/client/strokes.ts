/**
 * A digit drawn by hand, and the picture of it that a network was trained on: MNIST's are strokes
 * of one width in a box of 20 pixels, with their centre of mass in the middle of 28.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Stroke = readonly Point[];

export const SIDE = 28;
const BOX = 20;
const WIDTH = 2.6;

/** Draws strokes, `scale` times as large and with their origin moved to (x, y). */
export function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  { scale, x, y, width }: { scale: number; x: number; y: number; width: number },
): void {
  context.lineCap = "round";
  context.lineJoin = "round";
  context.lineWidth = width;
  for (const [first, ...others] of strokes) {
    if (!first) continue;
    context.beginPath();
    context.moveTo(x + scale * first.x, y + scale * first.y);
    // A stroke of one point is a dot.
    for (const point of others.length > 0 ? others : [first]) context.lineTo(x + scale * point.x, y + scale * point.y);
    context.stroke();
  }
}

/** How much ink is in each of 28 by 28 pixels, from 0 to 1, row by row. */
export function pixelsOf(strokes: readonly Stroke[]): Float32Array<ArrayBuffer> {
  const points = strokes.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top);
  const scale = (BOX - WIDTH) / Math.max(size, 1e-3);
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  const ink = (x: number, y: number): Float32Array<ArrayBuffer> => {
    context.clearRect(0, 0, SIDE, SIDE);
    drawStrokes(context, strokes, { scale, x: x - scale * left, y: y - scale * top, width: WIDTH });
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return Float32Array.from({ length: SIDE * SIDE }, (_, i) => (data[4 * i + 3] as number) / 255);
  };
  const corner = (SIDE - BOX + WIDTH) / 2;
  const first = ink(corner, corner);
  const [sum, x, y] = first.reduce(
    ([sum, x, y], amount, i) => [sum + amount, x + amount * ((i % SIDE) + 0.5), y + amount * (Math.floor(i / SIDE) + 0.5)] as const,
    [0, 0, 0] as readonly [number, number, number],
  );
  return sum === 0 ? first : ink(corner + SIDE / 2 - x / sum, corner + SIDE / 2 - y / sum);
}
