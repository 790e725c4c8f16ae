/** Networks that learn to tell points apart, side by side, one for each activation. */
import { button, choice, colour, html, onTheme, slider } from "../dom.js";
import { activations } from "../functions.js";
import { type Line, Plot } from "../plot.js";
import type { Dataset, pointsOf as PointsOf } from "../points.js";
import type { Message, Picture, Plan } from "./learnWorker.js";

const COLOURS = ["first", "second", "third", "fourth"];
const PIXELS = 224;

const LEGEND =
  "Large: what a network makes of the plane. Small: the last hidden units, each from its least to its largest output; crossed out is a dead one, 0 for every point, framed a saturated one, whose slope is below 0.01 for nine points of ten: the former learns nothing, the latter next to nothing. The loss is the mean cross entropy, 0.693 by guessing and 0 if all is right and sure; right are points told apart. The counts are of all hidden layers.";

let learning: typeof import("./learnWorker.js");

export async function load(): Promise<void> {
  learning = await import("./learnWorker.js");
}

export function start(place: HTMLElement): void {
  const { url, SIDE, UNIT_SIDE, REACH, DATASETS, pointsOf } = learning;
  const names = ["relu", "tanh", "gelu", "sigmoid"];
  const plan = { dataset: "spirals" as Dataset, layers: 2, width: 8, rate: 0.01, seed: 1 };
  let worker: Worker | undefined;
  let losses = new Map<string, [step: number, loss: number][]>();
  let points = pointsOf(plan.dataset, plan.seed);
  const contestants = html("div", { class: "columns", style: "--least: 15rem" });
  const lossPlace = html("div", { "data-plot": "losses" });
  const status = html("p", { role: "status", class: "muted" });
  let last = new Map<string, Picture>();

  const send = (message: Message) => worker?.postMessage(message);
  let isPaused = false;
  let isInView = true;
  /** Has the networks learn while one can see them and has not paused them. */
  const steer = () => {
    pause.textContent = isPaused ? "Go on" : "Pause";
    send({ kind: isPaused || !isInView ? "pause" : "go" });
  };
  const pause = button(
    "Pause",
    () => {
      isPaused = !isPaused;
      steer();
    },
    { disabled: true },
  );
  new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? true;
    steer();
  }).observe(place);

  const begin = () => {
    worker?.terminate();
    losses = new Map(names.map((name) => [name, []]));
    last = new Map();
    points = pointsOf(plan.dataset, plan.seed);
    contestants.replaceChildren(...names.map((name, i) => card(name, i)));
    worker = new Worker(url, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Picture>) => show(data));
    worker.addEventListener("error", ({ message }) => {
      status.textContent = `Training failed: ${message}`;
    });
    const chosen: Plan = { ...plan, activations: names };
    send({ kind: "begin", plan: chosen });
    pause.disabled = false;
    isPaused = false;
    steer();
  };

  const card = (name: string, i: number) => {
    const pick = choice("", Object.keys(activations).filter(canLearn), name, (chosen) => {
      names[i] = chosen;
      begin();
    });
    pick.prepend(html("span", { class: "key", style: `background: var(--${COLOURS[i]})` }));
    pick.querySelector("select")?.setAttribute("aria-label", `activation of network ${i + 1}`);
    const plane = html("canvas", {
      width: PIXELS,
      height: PIXELS,
      role: "img",
      "aria-label": `What the network with ${name} makes of the plane`,
    });
    const units = html("canvas", {
      width: 8 * (UNIT_SIDE + 2) * 1.6,
      height: (UNIT_SIDE + 2) * 1.6,
      role: "img",
      "aria-label": `Its last hidden units`,
    });
    return html(
      "div",
      { class: "card", "data-network": i },
      pick,
      html("div", {}, plane),
      html("div", {}, units),
      html("p", { class: "muted" }, "…"),
    );
  };

  const lossPlot = new Plot(lossPlace, { height: 240, label: "Losses over steps", xTitle: "steps", powers: true });
  const draw = (picture: Picture) => {
    const element = contestants.children[names.indexOf(picture.name)] as HTMLElement;
    const [plane, units] = element.querySelectorAll("canvas") as unknown as [HTMLCanvasElement, HTMLCanvasElement];
    drawPlane(plane, picture.field, SIDE, REACH, points);
    drawUnits(units, picture, UNIT_SIDE);
    units.setAttribute("aria-label", `Its last hidden units: ${picture.states.map((state, k) => `${k + 1} ${state}`).join(", ")}`);
    const text = element.querySelector("p") as HTMLElement;
    const { step, loss, right, dead, saturated, hidden } = picture;
    text.textContent = !Number.isFinite(loss)
      ? `step ${step}: it has diverged, its loss is no finite number any more; a smaller rate helps`
      : `step ${step}: loss ${loss.toPrecision(3)}, ${(100 * right).toFixed(1)} % right; of ${hidden} hidden units ${dead} dead, ${saturated} saturated`;
  };
  const show = (picture: Picture) => {
    const i = names.indexOf(picture.name);
    if (i < 0) return;
    last.set(picture.name, picture);
    const height = Number.isFinite(picture.loss) ? Math.log10(Math.max(picture.loss, 1e-9)) : Number.NaN;
    losses.get(picture.name)?.push([picture.step, height]);
    draw(picture);
    if (i === names.length - 1) drawLosses();
    place.dataset.steps = String(picture.step);
  };
  const drawLosses = () => {
    const steps = losses.get(names[0] as string)?.map(([step]) => step) ?? [];
    const lines = [...new Set(names)].map((name): Line => {
      const own = losses.get(name) ?? [];
      return { label: name, colour: COLOURS[names.indexOf(name)] as string, values: steps.map((_, i) => own[i]?.[1] ?? Number.NaN) };
    });
    lossPlot.draw(steps, lines);
  };
  const drawUnlearnt = () => {
    for (const [i, name] of names.entries())
      if (!last.has(name))
        drawPlane(
          contestants.children[i]?.querySelector("canvas") as HTMLCanvasElement,
          new Float32Array(SIDE * SIDE).fill(0.5),
          SIDE,
          REACH,
          points,
        );
  };
  onTheme(() => {
    drawUnlearnt();
    for (const picture of last.values()) draw(picture);
  });

  const change =
    <K extends keyof typeof plan>(key: K) =>
    (value: (typeof plan)[K]) => {
      plan[key] = value;
      if (worker) begin();
    };
  place.replaceChildren(
    html(
      "div",
      { class: "controls" },
      choice("points", DATASETS, plan.dataset, change("dataset")),
      slider("hidden layers", { min: 1, max: 3, step: 1, value: plan.layers }, change("layers")),
      slider("units in each", { min: 2, max: 8, step: 1, value: plan.width }, change("width")),
      choice("rate", ["0.001", "0.003", "0.01", "0.03", "0.1"], "0.01", (rate) => change("rate")(Number(rate))),
      slider("seed", { min: 1, max: 20, step: 1, value: 1 }, change("seed")),
      button("Train", begin, { class: "main" }),
      pause,
    ),
    contestants,
    html("p", { class: "muted" }, LEGEND),
    html("div", { class: "card", style: "margin-top: 1rem" }, html("h3", {}, "Loss, on a logarithmic scale"), lossPlace),
    status,
  );
  contestants.replaceChildren(...names.map((name, i) => card(name, i)));
  drawUnlearnt();
}

/** Whether a network can learn with it: of functions without parameters that must be told. */
function canLearn(name: string): boolean {
  return !["binaryStep", "prelu"].includes(name);
}

/** The probabilities as colours, and the points on them. */
function drawPlane(
  canvas: HTMLCanvasElement,
  field: Float32Array,
  side: number,
  reach: number,
  { x, labels }: ReturnType<typeof PointsOf>,
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
    context.arc((canvas.width * (px / reach + 1)) / 2, (canvas.height * (1 - py / reach)) / 2, 2.5, 0, 2 * Math.PI);
    context.fillStyle = colour(labels[i] ? "second" : "first");
    context.fill();
    context.strokeStyle = colour("card");
    context.stroke();
  }
}

/**
 * Every unit as a picture of its own, from its smallest to its largest output: crossed out if it is
 * dead, framed if it is saturated.
 */
function drawUnits(canvas: HTMLCanvasElement, { units, states }: Picture, side: number): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = colour("ink");
  context.lineWidth = 2;
  const step = canvas.width / 8;
  const size = step - 3;
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
