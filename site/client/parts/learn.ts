/** Networks that learn to tell points apart, side by side, one for each activation. */
import { followAddress, keepInAddress } from "../address.js";
import { button, choice, html, onTheme, slider } from "../dom.js";
import { activations } from "../functions.js";
import { drawPlane, drawUnits } from "../learn/pictures.js";
import { type Line, Plot } from "../plot.js";
import type { Dataset } from "../points.js";
import { startedWorker } from "../startedWorker.js";
import type { Message, Picture, Plan, Round } from "./learnWorker.js";

const COLOURS = ["first", "second", "third", "fourth"];
const PIXELS = 448;

/** The activations that a network can learn with, without parameters that must be told. */
const LEARNERS = Object.keys(activations).filter((name) => !["binaryStep", "prelu"].includes(name));

const LEGEND =
  "Large: what a network makes of the plane. Small: the last hidden units, each from its least to its largest output; crossed out is a dead one, 0 for every point, framed a saturated one, whose slope is below 0.01 for nine points of ten: the former learns nothing, the latter next to nothing. The loss is the mean cross entropy, 0.693 by guessing and 0 if all is right and sure; right are points told apart. The counts are of all hidden layers.";

const NAMES: readonly string[] = ["relu", "tanh", "gelu", "sigmoid"];
const BEGINNING = { dataset: "spirals" as Dataset, layers: 2, width: 8, rate: 0.01, seed: 1 };
const RATES = ["0.001", "0.003", "0.01", "0.03", "0.1"] as const;
/** The sliders of a plan, each with its words and its key in the address. */
const SLIDERS = {
  layers: { words: "hidden layers", key: "layers", min: 1, max: 3 },
  width: { words: "units in each", key: "units", min: 2, max: 8 },
  seed: { words: "seed", key: "seed", min: 1, max: 20 },
} as const;

let learning: typeof import("./learnWorker.js");
let started: Worker | undefined;

export async function load(): Promise<void> {
  learning = await import("./learnWorker.js");
  started = await startedWorker(learning.url);
}

export function start(place: HTMLElement): void {
  const { url, SIDE, UNIT_SIDE, REACH, DATASETS, pointsOf } = learning;
  let names = [...NAMES];
  const plan = { ...BEGINNING, run: 0 };
  let worker: Worker | undefined;
  /** The steps of the rounds, and the losses of each network after them. */
  let [steps, losses]: [number[], number[][]] = [[], []];
  let points = pointsOf(plan.dataset, plan.seed);
  const contestants = html("div", { class: "columns many" });
  const lossPlace = html("div", { "data-plot": "losses" });
  const status = html("p", { role: "status", class: "muted" });
  let last: Round | undefined;

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
    one.addEventListener("message", ({ data }: MessageEvent<Round>) => show(data));
    one.addEventListener("error", ({ message }) => {
      status.textContent = `Training failed: ${message}`;
      one.terminate();
      worker = started = undefined;
    });
    return one;
  };
  const begin = (paused: boolean) => {
    plan.run++;
    [steps, losses] = [[], names.map(() => [])];
    last = undefined;
    points = pointsOf(plan.dataset, plan.seed);
    contestants.replaceChildren(...names.map(card));
    worker ??= listen(started ?? new Worker(url, { type: "module" }));
    const chosen: Plan = { ...plan, activations: names };
    send({ kind: "begin", plan: chosen });
    pause.disabled = false;
    isPaused = paused;
    steer();
    drawUnlearnt();
  };

  const card = (name: string, i: number) => {
    const pick = choice("", LEARNERS, name, (chosen) => {
      names[i] = chosen;
      keepInAddress("learn");
      begin(isPaused);
    });
    pick.prepend(html("span", { class: `key ${COLOURS[i]}` }));
    pick.querySelector("select")?.setAttribute("aria-label", `activation of network ${i + 1}`);
    const plane = html("canvas", {
      width: PIXELS,
      height: PIXELS,
      role: "img",
      "aria-label": `What the network with ${name} makes of the plane`,
    });
    const units = html("canvas", {
      width: PIXELS,
      height: PIXELS / 8,
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
  const draw = (picture: Picture, i: number, step: number) => {
    const element = contestants.children[i] as HTMLElement;
    const [plane, units] = element.querySelectorAll("canvas") as unknown as [HTMLCanvasElement, HTMLCanvasElement];
    drawPlane(plane, picture.field, SIDE, REACH, points);
    drawUnits(units, picture, UNIT_SIDE);
    units.setAttribute("aria-label", `Its last hidden units: ${picture.states.map((state, k) => `${k + 1} ${state}`).join(", ")}`);
    const text = element.querySelector("p") as HTMLElement;
    const { loss, right, dead, saturated, hidden } = picture;
    text.textContent = !Number.isFinite(loss)
      ? `step ${step}: it has diverged, its loss is no finite number any more; a smaller rate helps`
      : `step ${step}: loss ${loss.toPrecision(3)}, ${(100 * right).toFixed(1)} % right; of ${hidden} hidden units ${dead} dead, ${saturated} saturated`;
  };
  const drawAll = ({ pictures, step }: Round) => {
    for (const [i, picture] of pictures.entries()) draw(picture, i, step);
  };
  const show = (round: Round) => {
    if (round.run !== plan.run) return;
    last = round;
    steps.push(round.step);
    for (const [i, { loss }] of round.pictures.entries())
      losses[i]?.push(Number.isFinite(loss) ? Math.log10(Math.max(loss, 1e-9)) : Number.NaN);
    drawAll(round);
    lossPlot.draw(
      steps,
      names.map((label, i): Line => ({ label, colour: COLOURS[i] as string, values: losses[i] as number[] })),
    );
    place.dataset.steps = String(round.step);
  };
  const drawUnlearnt = () => {
    const field = new Float32Array(SIDE * SIDE).fill(0.5);
    for (const one of contestants.children) drawPlane(one.querySelector("canvas") as HTMLCanvasElement, field, SIDE, REACH, points);
  };
  onTheme(() => (last ? drawAll(last) : drawUnlearnt()));

  const fields = () => {
    const { dataset, rate } = plan;
    const sliders = Object.entries(SLIDERS).map(([name, { key }]) => [key, String(plan[name as keyof typeof SLIDERS])]);
    return { learn: names.join(","), points: dataset, ...Object.fromEntries(sliders), rate: String(rate) };
  };
  const change =
    <K extends keyof typeof plan>(key: K) =>
    (value: (typeof plan)[K]) => {
      plan[key] = value;
      keepInAddress("learn");
      renew();
    };
  /** Begins again where something has begun; shows the points of the plan where nothing has. */
  const renew = () => {
    if (worker) return begin(isPaused);
    points = pointsOf(plan.dataset, plan.seed);
    contestants.replaceChildren(...names.map(card));
    drawUnlearnt();
  };
  const controls = html("div", { class: "controls" });
  /** Shows all controls as the plan has them. */
  const control = () =>
    controls.replaceChildren(
      choice("points", DATASETS, plan.dataset, change("dataset")),
      ...Object.entries(SLIDERS).map(([name, { words, min, max }]) => {
        const key = name as keyof typeof SLIDERS;
        return slider(words, { min, max, step: 1, value: plan[key] }, change(key));
      }),
      choice("rate", RATES, String(plan.rate) as (typeof RATES)[number], (rate) => change("rate")(Number(rate))),
      train,
      pause,
    );
  const train = button("Train", () => begin(false), { class: "main" });
  place.replaceChildren(
    controls,
    contestants,
    html("p", { class: "muted" }, LEGEND),
    html("div", { class: "card apart" }, html("h3", {}, "Loss, on a logarithmic scale"), lossPlace),
    status,
  );
  control();
  renew();
  followAddress("learn", {
    fields,
    read(given) {
      const chosen = given.names("learn", LEARNERS, NAMES.length, { once: false, noun: "activation to learn with" });
      // A network that is not named keeps its own.
      names = NAMES.map((name, i) => chosen[i] ?? name);
      plan.dataset = given.oneOf("points", DATASETS, BEGINNING.dataset);
      for (const name of ["layers", "width", "seed"] as const)
        plan[name] = given.number(SLIDERS[name].key, BEGINNING[name], { ...SLIDERS[name], whole: true });
      plan.rate = Number(given.oneOf("rate", RATES, "0.01"));
      control();
      renew();
    },
  });
}
