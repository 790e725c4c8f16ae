/** Networks that learn to tell points apart, side by side, one for each activation. */
import { button, choice, html, onTheme, slider } from "../dom.js";
import { activations } from "../functions.js";
import { drawPlane, drawUnits } from "../learn/pictures.js";
import { type Line, Plot } from "../plot.js";
import type { Dataset } from "../points.js";
import { startedWorker } from "../startedWorker.js";
import type { Message, Picture, Plan } from "./learnWorker.js";

const COLOURS = ["first", "second", "third", "fourth"];
const PIXELS = 224;

const LEGEND =
  "Large: what a network makes of the plane. Small: the last hidden units, each from its least to its largest output; crossed out is a dead one, 0 for every point, framed a saturated one, whose slope is below 0.01 for nine points of ten: the former learns nothing, the latter next to nothing. The loss is the mean cross entropy, 0.693 by guessing and 0 if all is right and sure; right are points told apart. The counts are of all hidden layers.";

let learning: typeof import("./learnWorker.js");
let started: Worker | undefined;

export async function load(): Promise<void> {
  learning = await import("./learnWorker.js");
  started = await startedWorker(learning.url);
}

export function start(place: HTMLElement): void {
  const { url, SIDE, UNIT_SIDE, REACH, DATASETS, pointsOf } = learning;
  const names = ["relu", "tanh", "gelu", "sigmoid"];
  const plan = { dataset: "spirals" as Dataset, layers: 2, width: 8, rate: 0.01, seed: 1, run: 0 };
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
    status.textContent = worker && !isPaused && !isInView ? "The networks wait until they are in sight." : "";
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

  const listen = (one: Worker) => {
    one.addEventListener("message", ({ data }: MessageEvent<Picture>) => show(data));
    one.addEventListener("error", ({ message }) => {
      status.textContent = `Training failed: ${message}`;
      one.terminate();
      worker = started = undefined;
    });
    return one;
  };
  const begin = (paused: boolean) => {
    plan.run++;
    losses = new Map(names.map((name) => [name, []]));
    last = new Map();
    points = pointsOf(plan.dataset, plan.seed);
    contestants.replaceChildren(...names.map((name, i) => card(name, i)));
    worker ??= listen(started ?? new Worker(url, { type: "module" }));
    const chosen: Plan = { ...plan, activations: names };
    send({ kind: "begin", plan: chosen });
    pause.disabled = false;
    isPaused = paused;
    steer();
    drawUnlearnt();
  };

  const card = (name: string, i: number) => {
    const pick = choice("", Object.keys(activations).filter(canLearn), name, (chosen) => {
      names[i] = chosen;
      begin(isPaused);
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
    const i = picture.run === plan.run ? names.indexOf(picture.name) : -1;
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
      if (worker) begin(isPaused);
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
      button("Train", () => begin(false), { class: "main" }),
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
