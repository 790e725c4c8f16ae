/** Pictures of what networks make of the plane, and of their hidden units. */
import { colour } from "../dom.js";
import type { Picture } from "../parts/learnWorker.js";
import type { pointsOf } from "../points.js";

/** The probabilities as colours, and the points on them. */
export function drawPlane(
  canvas: HTMLCanvasElement,
  field: Float32Array,
  side: number,
  reach: number,
  { x, labels }: ReturnType<typeof pointsOf>,
): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.imageSmoothingEnabled = true;
  context.drawImage(
    pictureOf(field, side, (value) => value),
    0,
    0,
    canvas.width,
    canvas.height,
  );
  for (let i = 0; i < labels.length; i++) {
    context.beginPath();
    const [px, py] = [x[2 * i] as number, x[2 * i + 1] as number];
    context.arc((canvas.width * (px / reach + 1)) / 2, (canvas.height * (1 - py / reach)) / 2, canvas.width / 90, 0, 2 * Math.PI);
    context.fillStyle = colour(labels[i] ? "second" : "first");
    context.fill();
    context.lineWidth = canvas.width / 224;
    context.strokeStyle = colour("card");
    context.stroke();
  }
}

/**
 * Every unit as a picture of its own, from its smallest to its largest output: crossed out if it is
 * dead, framed if it is saturated.
 */
export function drawUnits(canvas: HTMLCanvasElement, { units, states }: Picture, side: number): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = colour("ink");
  context.lineWidth = canvas.width / 112;
  const step = canvas.width / 8;
  const size = step - canvas.width / 75;
  states.forEach((state, k) => {
    const own = units.subarray(k * side * side, (k + 1) * side * side);
    const [low, high] = [Math.min(...own), Math.max(...own)];
    const picture = pictureOf(own, side, (value) => (high > low ? (value - low) / (high - low) : 0.5));
    const left = k * step;
    context.drawImage(picture, left, 0, size, size);
    if (state === "saturated") context.strokeRect(left + 1, 1, size - 2, size - 2);
    if (state !== "dead") return;
    context.beginPath();
    for (const [from, to] of [
      [0, size],
      [size, 0],
    ] as const) {
      context.moveTo(left + from, 0);
      context.lineTo(left + to, size);
    }
    context.stroke();
  });
}

/** Numbers from 0 to 1 as a picture between the colours of the two kinds; NaN is between them. */
function pictureOf(values: Float32Array, side: number, share: (value: number) => number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const image = context.createImageData(side, side);
  const [first, second, page] = ["first", "second", "card"].map(channels) as [number[], number[], number[]];
  for (let i = 0; i < values.length; i++) {
    const number = share(values[i] as number);
    const at = Number.isNaN(number) ? 0.5 : number;
    const [from, weight] = at < 0.5 ? [first, 1 - 2 * at] : [second, 2 * at - 1];
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = (page[c] as number) + 0.75 * weight * ((from[c] as number) - (page[c] as number));
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Red, green and blue of a colour of the theme. */
function channels(name: string): number[] {
  const text = colour(name);
  const digits = text.length === 4 ? [...text.slice(1)].map((digit) => digit + digit) : (text.match(/[0-9a-f]{2}/gi) ?? []);
  return digits.map((pair) => Number.parseInt(pair, 16));
}
