/** Which functions that are not elementwise are timed, at which shapes. Usual shapes are those that people quote; one of each kind is drawn. */
import type { Type } from "../loops.js";
import type { Options } from "../options.js";
import { createRandom } from "../random.js";
import { registries } from "../registries.js";
import type { Part } from "../results.js";
import type { Case } from "./case.js";
import { denseCase, type Layout, type Product } from "./dense.js";
import { gatedCases } from "./gated.js";
import { learnableCases } from "./learnable.js";
import { lossCases, targetsOf } from "./losses.js";
import { drawSize } from "./numbers.js";
import { columnCase, rowCases } from "./rowwise.js";

type Shape = readonly number[];

const ROWS: readonly Shape[] = [
  [64, 1000],
  [1024, 64],
];
const HIDDEN: readonly Shape[] = [[64, 1024]];
/** Classes of a large and of a small problem. */
const CLASSES: readonly Shape[] = [
  [64, 1000],
  [128, 10],
];
/** A first layer of a network for digits: also timed in the other ways, gradients alone and float64. */
const FIRST_LAYERS: readonly Shape[] = [32, 1, 128].map((batch) => [batch, 784, 512]);
/** And one between two of its layers. */
const LAYERS: readonly Shape[] = [...FIRST_LAYERS, ...[32, 1, 128].map((batch) => [batch, 512, 512])];

/** Most entries of a drawn shape, so that it takes no longer than the usual ones. */
const MOST_DRAWN = 2 ** 17;

export interface Drawn {
  readonly length: number;
  readonly rows: Shape;
  readonly layer: Shape;
}

/** The sizes that are drawn in this run. */
export function draw(seed: number): Drawn {
  const random = createRandom(seed);
  const length = drawSize(random, 100, 2e5);
  const n = drawSize(random, 2, 4096);
  const rows = drawSize(random, 1, MOST_DRAWN / n);
  const layer = [drawSize(random, 1, 200), drawSize(random, 1, 1000), drawSize(random, 1, 1000)];
  return { length, rows: [rows, n], layer };
}

type Wanted = { readonly shape: Shape; readonly drawn: boolean };

/** Everything that is timed of a part, by names. */
export async function casesOf(part: Part, names: readonly string[], options: Options): Promise<Case[]> {
  const types: readonly Type[] = options.type ? [options.type] : options.quick ? ["float32"] : ["float32", "float64"];
  const known = Object.keys(registries[part]).filter((name) => names.includes(name));
  const cases: Case[] = [];
  for (const type of types) {
    const short = type !== types[0];
    for (const name of known) cases.push(...(await casesOfFunction(part, name, type, short, options)));
  }
  return cases;
}

async function casesOfFunction(part: Part, name: string, type: Type, short: boolean, options: Options): Promise<Case[]> {
  const drawn = draw(options.seed);
  const wanted = (usual: readonly Shape[], other: Shape): Wanted[] => {
    const given = options.shapes?.filter(({ length }) => length === other.length) ?? [];
    if (given.length > 0) return given.map((shape) => ({ shape, drawn: false }));
    const taken = short || options.quick ? usual.slice(0, 1) : usual;
    const common = taken.map((shape) => ({ shape, drawn: false }));
    return short ? common : [...common, { shape: other, drawn: true }];
  };
  switch (part) {
    case "rowwise": {
      const cases = wanted(ROWS, drawn.rows).flatMap(({ shape, drawn }) => rowCases(name, type, shape, drawn));
      const [rows, n] = ROWS[0] as [number, number];
      return short || options.quick || options.shapes ? cases : [...cases, columnCase(name, type, [n, rows])];
    }
    case "gated":
      return wanted(HIDDEN, drawn.rows).flatMap(({ shape, drawn }) => gatedCases(name, type, shape, drawn, short || drawn));
    case "learnable":
      return (await Promise.all(wanted(HIDDEN, drawn.rows).map(({ shape, drawn }) => learnableCases(name, type, shape, drawn)))).flat();
    case "losses": {
      const usual = (await targetsOf(name)).includes("elements") ? HIDDEN : CLASSES;
      return (await Promise.all(wanted(usual, drawn.rows).map(({ shape, drawn }) => lossCases(name, type, shape, drawn)))).flat();
    }
    case "dense":
      return denseCases(type, short, wanted(LAYERS, drawn.layer), options);
    default:
      return [];
  }
}

function denseCases(type: Type, short: boolean, wanted: readonly Wanted[], { quick, shapes }: Options): Case[] {
  const entry = (product: Product, layout: Layout, { shape, drawn }: Wanted) => denseCase(product, type, shape, layout, drawn);
  if (quick || shapes) {
    return wanted.flatMap((one) => [
      entry("forward", "inputsOutputs", one),
      entry("forward + backward", "inputsOutputs", one),
      entry("forward", "outputsInputs", one),
    ]);
  }
  const main = FIRST_LAYERS.map((shape) => ({ shape, drawn: false }));
  if (short) return main.flatMap((one) => [entry("forward", "inputsOutputs", one), entry("forward + backward", "inputsOutputs", one)]);
  return [
    ...wanted.flatMap((one) => [entry("forward", "inputsOutputs", one), entry("forward + backward", "inputsOutputs", one)]),
    ...wanted.map((one) => entry("forward", "outputsInputs", one)),
    ...main.map((one) => entry("backward", "inputsOutputs", one)),
    ...main.map((one) => entry("forward + backward", "outputsInputs", one)),
  ];
}
