/** Points of the plane of two kinds, to be told apart. */
import { createRandom } from "../../examples/digits/random.mjs";

/** How many there are. */
export const POINTS = 256;

export const DATASETS = ["circles", "spirals", "xor", "moons"] as const;
export type Dataset = (typeof DATASETS)[number];

const { cos, sin, sqrt, PI } = Math;

/** A point of a kind, 0 or 1, from where along its figure it is, from 0 to 1. */
const FIGURES: Readonly<Record<Dataset, (kind: number, along: number, random: () => number) => readonly [number, number]>> = {
  circles: (kind, along) => [(kind ? 0.9 : 0.4) * cos(2 * PI * along), (kind ? 0.9 : 0.4) * sin(2 * PI * along)],
  spirals: (kind, along) => {
    const [radius, angle] = [0.1 + 0.85 * sqrt(along), 3.2 * PI * sqrt(along) + kind * PI];
    return [radius * cos(angle), radius * sin(angle)];
  },
  xor: (kind, _, random) => {
    const [x, y] = [0.1 + 0.85 * random(), 0.1 + 0.85 * random()];
    const left = random() < 0.5 ? -1 : 1;
    return [left * x, (kind ? -left : left) * y];
  },
  moons: (kind, along) =>
    kind ? [0.45 - 0.7 * cos(PI * along), 0.25 - 0.7 * sin(PI * along)] : [-0.35 + 0.7 * cos(PI * along), -0.15 + 0.7 * sin(PI * along)],
};

/** Points of a data set, as many of each kind, with a little noise. */
export function pointsOf(dataset: Dataset, seed: number): { readonly x: Float32Array; readonly labels: Uint8Array } {
  const random = createRandom(seed);
  const noise = dataset === "xor" ? 0 : 0.1;
  const x = new Float32Array(2 * POINTS);
  const labels = new Uint8Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    labels[i] = i & 1;
    const [px, py] = FIGURES[dataset](i & 1, random(), random);
    x[2 * i] = px + noise * (random() - 0.5);
    x[2 * i + 1] = py + noise * (random() - 0.5);
  }
  return { x, labels };
}
