/** A digit to draw, and what a network that was trained with hillock reads. */
import { dense, softmax } from "hillock";
import trained from "../digits.bin.json" with { type: "json" };
import { button, colour, html, onTheme } from "../dom.js";
import { activations } from "../functions.js";
import { drawStrokes, type Point, pixelsOf, SIDE, type Stroke } from "../strokes.js";

const DRAWING = 280;
const PEN = 22;
const STEP = 10;
const UNIT = 22;

/** A two, for the beginning. */
const TWO: Stroke = [
  ...[80, 90, 88, 62, 118, 48, 152, 52, 176, 76, 176, 106, 150, 146, 112, 188, 82, 222],
  ...[120, 216, 160, 218, 206, 224],
].flatMap((x, i, all) => (i % 2 === 0 ? [{ x, y: all[i + 1] as number }] : []));

interface Layer {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

let layers: readonly Layer[];

/** Fetches the layers of the network, whose numbers stand in a file one after the other. */
export async function load(): Promise<void> {
  const response = await fetch(new URL("../digits.bin", import.meta.url));
  const view = new DataView(await response.arrayBuffer());
  let at = 0;
  const floats = (length: number) => Float32Array.from({ length }, () => view.getFloat32(4 * at++, true));
  layers = trained.sizes.slice(1).map((outputs, i) => {
    const inputs = trained.sizes[i] as number;
    return { weights: floats(inputs * outputs), bias: floats(outputs), inputs, outputs };
  });
}

export function start(place: HTMLElement): void {
  const activation = activations[trained.activation] as never;
  const strokes: Point[][] = [[...TWO]];
  let pen: Point = { x: DRAWING / 2, y: DRAWING / 2 };
  let isDown = false;

  const drawing = html("canvas", {
    width: DRAWING,
    height: DRAWING,
    tabindex: 0,
    role: "application",
    "aria-label": "A digit to draw: arrow keys move the pen, space puts it down and lifts it, Delete clears",
    class: "paper",
  });
  const seen = html("canvas", { width: SIDE, height: SIDE, class: "pixels", role: "img", "aria-label": "The pixels that it is given" });
  const units = html("canvas", { width: 8 * UNIT, height: 8 * UNIT, role: "img", "aria-label": "The outputs of its hidden units" });
  const status = html("p", { role: "status" });
  const bars = Array.from({ length: 10 }, (_, digit) => {
    const meter = html("meter", { min: 0, max: 1, "aria-label": `share of ${digit}` });
    const share = html("td", { class: "number" });
    return { meter, share, row: html("tr", {}, html("th", { scope: "row" }, String(digit)), html("td", {}, meter), share) };
  });

  const read = () => {
    const pixels = strokes.length > 0 ? pixelsOf(strokes) : new Float32Array(SIDE * SIDE);
    const [hidden, last] = layers as readonly [Layer, Layer];
    const outputs = dense(pixels, hidden.weights, hidden.bias, { inputs: hidden.inputs, outputs: hidden.outputs, activation });
    const shares = softmax(dense(outputs, last.weights, last.bias, { inputs: last.inputs, outputs: last.outputs }));
    const best = shares.indexOf(Math.max(...shares));
    status.textContent =
      strokes.length > 0 ? `It reads ${best}, and is ${(100 * (shares[best] as number)).toFixed(1)} % sure.` : "Draw a digit.";
    bars.forEach(({ meter, share }, digit) => {
      meter.value = strokes.length > 0 ? (shares[digit] as number) : 0;
      share.textContent = strokes.length > 0 ? `${(100 * (shares[digit] as number)).toFixed(1)} %` : "";
    });
    drawPixels(seen, pixels);
    drawUnits(units, outputs);
    const context = drawing.getContext("2d") as CanvasRenderingContext2D;
    context.clearRect(0, 0, DRAWING, DRAWING);
    context.strokeStyle = colour("first");
    drawStrokes(context, strokes, { scale: 1, x: 0, y: 0, width: PEN });
    if (document.activeElement === drawing) {
      context.strokeStyle = colour(isDown ? "second" : "plain");
      context.lineWidth = 2;
      context.strokeRect(pen.x - PEN / 2, pen.y - PEN / 2, PEN, PEN);
    }
  };
  const clear = () => {
    strokes.length = 0;
    isDown = false;
    read();
  };

  const at = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width } = drawing.getBoundingClientRect();
    return { x: ((clientX - left) * DRAWING) / width, y: ((clientY - top) * DRAWING) / width };
  };
  drawing.addEventListener("pointerdown", (event) => {
    drawing.setPointerCapture(event.pointerId);
    strokes.push([at(event)]);
    read();
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!drawing.hasPointerCapture(event.pointerId)) return;
    strokes.at(-1)?.push(at(event));
    read();
  });
  drawing.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === " ") {
      isDown = !isDown;
      if (isDown) strokes.push([pen]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      clear();
    } else if (dx !== 0 || dy !== 0) {
      const inside = (value: number) => Math.min(DRAWING, Math.max(0, value));
      pen = { x: inside(pen.x + STEP * dx), y: inside(pen.y + STEP * dy) };
      if (isDown) strokes.at(-1)?.push(pen);
    } else return;
    event.preventDefault();
    read();
  });
  for (const event of ["focus", "blur"]) drawing.addEventListener(event, read);
  onTheme(read);

  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html("div", { class: "controls" }, button("Clear", clear)),
      html(
        "div",
        { class: "columns many" },
        html("div", {}, drawing, status),
        html("div", {}, html("h3", {}, "What it is given"), seen, html("h3", {}, `Its ${trained.sizes[1]} hidden units`), units),
        html("div", {}, html("h3", {}, "What it makes of it"), html("table", {}, html("tbody", {}, ...bars.map(({ row }) => row)))),
      ),
      html(
        "p",
        { class: "muted" },
        `${trained.sizes.join(" – ")} with ${trained.activation}: ${(100 * trained.accuracy).toFixed(2)} % of MNIST's 10,000 test digits are read right. Trained by `,
        html("code", {}, trained.command),
      ),
    ),
  );
  read();
}

/** Draws ink on the colour of the page. */
function drawPixels(canvas: HTMLCanvasElement, pixels: Float32Array): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillStyle = colour("first");
  pixels.forEach((ink, i) => {
    context.globalAlpha = ink;
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  });
  context.globalAlpha = 1;
}

/** Draws a square for each unit, the stronger the larger its output. */
function drawUnits(canvas: HTMLCanvasElement, outputs: Float32Array): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const largest = Math.max(...outputs.map(Math.abs), 1e-9);
  outputs.forEach((output, i) => {
    context.fillStyle = colour(output < 0 ? "second" : "first");
    context.globalAlpha = 0.08 + (0.92 * Math.abs(output)) / largest;
    context.fillRect((i % 8) * UNIT + 1, Math.floor(i / 8) * UNIT + 1, UNIT - 2, UNIT - 2);
  });
  context.globalAlpha = 1;
}
