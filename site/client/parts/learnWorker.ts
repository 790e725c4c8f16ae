/**
 * Trains networks on points of the plane, when it runs in a worker: all on the same points and from
 * the same first weights, as many steps of each before they are shown. The page starts the worker
 * with the very file that this is built into.
 */
import { alloc, dense, free, softmaxCrossEntropy } from "hillock";
import { createNetwork } from "../../../examples/digits/network.mjs";
import { createRandom } from "../../../examples/digits/random.mjs";
import { type Activation, activations } from "../functions.js";
import { type Dataset, POINTS, pointsOf } from "../points.js";
import { HERE } from "../startedWorker.js";

export { DATASETS, POINTS, pointsOf } from "../points.js";

/** Pixels to a side of the picture of the plane, and of that of a hidden unit. */
export const SIDE = 64;
export const UNIT_SIDE = 16;
/** The plane goes from -REACH to REACH. */
export const REACH = 1.3;
/** Steps between two pictures. */
const STEPS = 20;

export interface Plan {
  readonly dataset: Dataset;
  readonly activations: readonly string[];
  readonly layers: number;
  readonly width: number;
  readonly rate: number;
  readonly seed: number;
  /** A number of its own: pictures of a plan before may still be on their way. */
  readonly run: number;
}

/** The state of a hidden unit. */
export type State = "dead" | "saturated" | "in use";

/** The state of all networks, after as many steps of each. */
export interface Round {
  readonly run: number;
  readonly step: number;
  readonly pictures: readonly Picture[];
}

/** The state of one network. */
export interface Picture {
  readonly loss: number;
  /** The share of points told right. */
  readonly right: number;
  /** The probability of the second kind, row by row from the top. */
  readonly field: Float32Array;
  /** The outputs of the units of the last hidden layer, one picture after the other. */
  readonly units: Float32Array;
  /** The states of these units. */
  readonly states: readonly State[];
  /**
   * Hidden units that are 0 for every point, and those whose slope is next to 0 for nine points of
   * ten.
   */
  readonly dead: number;
  readonly saturated: number;
  readonly hidden: number;
}

export type Message = { readonly kind: "begin"; readonly plan: Plan } | { readonly kind: "pause" } | { readonly kind: "go" };

/** Where this file is. */
export const url = import.meta.url;

class Contestant {
  private readonly network;
  private readonly arrays: Float32Array[] = [];
  private loss = Number.NaN;

  constructor(
    private readonly name: string,
    private readonly plan: Plan,
    private readonly points: ReturnType<typeof pointsOf>,
  ) {
    const { layers, width, seed } = plan;
    const sizes = [2, ...Array.from({ length: layers }, () => width), 2];
    const kept = (type: typeof Float32Array, length: number) => {
      const array = alloc(type, length);
      this.arrays.push(array);
      return array;
    };
    const library = { alloc: kept as typeof alloc, dense, softmaxCrossEntropy };
    this.network = createNetwork({ sizes, activation: activations[name], batch: POINTS, random: createRandom(seed) }, library);
  }

  /** Gives its memory back. */
  end(): void {
    for (const array of this.arrays) free(array);
  }

  train(): void {
    for (let i = 0; i < STEPS; i++) this.loss = this.network.step(this.points.x, this.points.labels, this.plan.rate);
  }

  picture(): Picture {
    const { loss, network, plan } = this;
    const probability = (logits: Float32Array, i: number) => 1 / (1 + Math.exp((logits[2 * i] as number) - (logits[2 * i + 1] as number)));
    const logits = network.forward(this.points.x).slice();
    const right = this.points.labels.reduce((sum, label, i) => sum + Number(probability(logits, i) > 0.5 === (label === 1)), 0) / POINTS;
    const all = this.states();
    const [dead, saturated] = (["dead", "saturated"] as const).map((state) => all.filter((one) => one === state).length) as [
      number,
      number,
    ];
    const field = new Float32Array(SIDE * SIDE);
    over(SIDE, (x, first) => {
      const y = network.forward(x);
      for (let i = 0; i < x.length / 2; i++) field[first + i] = probability(y, i);
    });
    const last = network.layers[plan.layers - 1];
    const units = new Float32Array(plan.width * UNIT_SIDE ** 2);
    over(UNIT_SIDE, (x, first) => {
      network.forward(x);
      for (let i = 0; i < x.length / 2; i++)
        for (let k = 0; k < plan.width; k++) units[k * UNIT_SIDE ** 2 + first + i] = last?.output[i * plan.width + k] as number;
    });
    return { loss, right, field, units, states: all.slice(-plan.width), dead, saturated, hidden: all.length };
  }

  /** The states of all hidden units, for the points of the last forward pass. */
  private states(): readonly State[] {
    const { derivative } = activations[this.name] as Activation;
    return this.network.layers.slice(0, -1).flatMap(({ preactivation, output, options: { outputs } }) => {
      const slopes = derivative((preactivation as Float32Array).slice());
      return Array.from({ length: outputs }, (_, unit): State => {
        const of = (array: ArrayLike<number>) => Array.from({ length: POINTS }, (_, i) => array[i * outputs + unit] as number);
        if (of(output).every((value) => value === 0)) return "dead";
        return of(slopes).filter((slope) => Math.abs(slope) < 0.01).length > 0.9 * POINTS ? "saturated" : "in use";
      });
    });
  }
}

/** Goes over a square of the plane, as many points at a time as a network takes. */
function over(side: number, visit: (x: Float32Array, first: number) => void): void {
  const all = Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const [pixel, isY] = [i >> 1, i & 1];
    const at = isY ? side - 1 - Math.floor(pixel / side) : pixel % side;
    return REACH * ((2 * at + 1) / side - 1);
  });
  for (let first = 0; first < side * side; first += POINTS)
    visit(all.subarray(2 * first, 2 * Math.min(side * side, first + POINTS)), first);
}

if (typeof document === "undefined") {
  let contestants: Contestant[] = [];
  let [run, step] = [0, 0];
  let next: ReturnType<typeof setTimeout> | undefined;
  const turn = () => {
    for (const one of contestants) one.train();
    step += STEPS;
    postMessage({ run, step, pictures: contestants.map((one) => one.picture()) } satisfies Round);
    next = setTimeout(turn, 30);
  };
  addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.kind === "begin") {
      const points = pointsOf(data.plan.dataset, data.plan.seed);
      for (const one of contestants) one.end();
      [run, step] = [data.plan.run, 0];
      contestants = data.plan.activations.map((name) => new Contestant(name, data.plan, points));
    }
    clearTimeout(next);
    if (data.kind !== "pause") turn();
  });
  postMessage(HERE);
}
