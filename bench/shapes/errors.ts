/** The worst error of every contestant on numbers of several kinds, float32: on ordinary ones most loops are good. */
import { formats, ulpExponent } from "../../oracle/formats.js";
import { numeral } from "../format.js";
import type { Floats } from "../loops.js";
import { createRandom } from "../random.js";
import { type Callable, fastOf, registries } from "../registries.js";
import type { ContestantName, Part, ShapeError } from "../results.js";
import { gatedLoops } from "./gated.js";
import type { Labels } from "./loops.js";
import { lossLoops, targetsOf } from "./losses.js";
import { double, labels, normal } from "./numbers.js";
import { rowLoops } from "./rowwise.js";

const [ROWS, N] = [64, 1000];
const SEED = 21;

interface Kind {
  readonly numbers: string;
  readonly make: () => Floats;
}

const uniform = (from: number, to: number) => () => {
  const random = createRandom(SEED);
  return new Float32Array(ROWS * N).map(() => from + (to - from) * random());
};

/** One entry of each row is 0, the others lie 40 to 60 below. */
function ahead(): Floats {
  const x = uniform(-60, -40)();
  for (let row = 0; row < ROWS; row++) x[row * N + ((row * 37) % N)] = 0;
  return x;
}

const NORMAL: Kind = { numbers: "normal, sigma 2", make: () => normal("float32", ROWS * N, 0) };

const LOGITS: readonly Kind[] = [
  NORMAL,
  { numbers: "within 100", make: uniform(-100, 100) },
  { numbers: "within 10000", make: uniform(-1e4, 1e4) },
  { numbers: "one 40 ahead", make: ahead },
];

const GATES: readonly Kind[] = [NORMAL, { numbers: "within 100", make: uniform(-100, 100) }];

export async function errorsOf(part: Part, name: string): Promise<ShapeError[]> {
  if (part === "rowwise") return rowErrors(name);
  if (part === "gated") return gatedErrors(name);
  return part === "losses" ? lossErrors(name) : [];
}

async function rowErrors(name: string): Promise<ShapeError[]> {
  const written = await rowLoops(name, "accuracy");
  if (!written?.stable) return [];
  const f = registries.rowwise[name] as Callable;
  const right = (await rowLoops(name, "accuracy.reference"))?.stable?.value as NonNullable<typeof written.stable>["value"];
  return LOGITS.flatMap(({ numbers, make }) => {
    const x = make();
    const length = (f(x, { shape: [ROWS, N] }) as Floats).length;
    const wanted = new Float64Array(length);
    right(double(x), wanted, ROWS, N);
    const y = new Float32Array(length);
    return contestants(name, f).map(([contestant, kernel]) => {
      const loop = written[contestant as "naive" | "stable"]?.value;
      if (kernel) kernel(x, { shape: [ROWS, N], out: y });
      else loop?.(x, y, ROWS, N);
      return { part: "rowwise", name, method: "value", type: "float32", contestant, numbers, ...worst(y, wanted) };
    });
  });
}

async function gatedErrors(name: string): Promise<ShapeError[]> {
  const written = await gatedLoops(name, "accuracy");
  const right = (await gatedLoops(name, "accuracy.reference"))?.stable.value;
  if (!written || !right) return [];
  const f = registries.gated[name] as Callable;
  return GATES.flatMap(({ numbers, make }) => {
    const gate = make();
    const value = normal("float32", gate.length, 1);
    const wanted = new Float64Array(gate.length);
    right(double(value), double(gate), wanted);
    const y = new Float32Array(gate.length);
    return contestants(name, f).map(([contestant, kernel]) => {
      if (kernel) kernel(value, gate, { out: y });
      else written[contestant as "naive" | "stable"].value(value, gate, y);
      return { part: "gated", name, method: "value", type: "float32", contestant, numbers, ...worst(y, wanted) };
    });
  });
}

/** Of the losses alone: their gradients are those of a mean, whose division nobody does twice in the same way. */
async function lossErrors(name: string): Promise<ShapeError[]> {
  const written = await lossLoops(name, "accuracy");
  const reference = await lossLoops(name, "accuracy.reference");
  const [targets] = await targetsOf(name);
  if (!written || !reference || targets === undefined || targets === "distributions") return [];
  const f = registries.losses[name] as Callable;
  const byRows = targets === "labels";
  const options = byRows ? { shape: [ROWS, N] } : {};
  return LOGITS.flatMap(({ numbers, make }) => {
    const x = make();
    const wantedLabels = byRows ? labelsOf(x) : normal("float32", ROWS * N, 4).map((value: number) => Number(value > 0));
    const length = byRows ? ROWS : x.length;
    const wanted = new Float64Array(length);
    const compute = (loops: typeof written.stable, from: Floats, loss: Floats) =>
      (loops[targets] as (...args: unknown[]) => number)(from, wantedLabels, loss, from.slice(), ROWS, N);
    compute(reference.stable, double(x), wanted);
    const loss = new Float32Array(length);
    return contestants(name, f).map(([contestant, kernel]) => {
      if (kernel) kernel(x, wantedLabels, { ...options, out: { loss, gradient: new Float32Array(x.length) } });
      else compute(written[contestant as "naive" | "stable"], x, loss);
      return { part: "losses", name, method: "loss", type: "float32", contestant, numbers, ...worst(loss, wanted) };
    });
  });
}

/** In every other row the largest entry, as a network that has learnt has it. */
function labelsOf(x: Floats): Labels {
  return labels(ROWS, N).map((label, row) => {
    const entries = Array.from(x.subarray(row * N, (row + 1) * N));
    return row % 2 === 0 ? entries.indexOf(Math.max(...entries)) : label;
  });
}

function contestants(name: string, f: Callable): [ContestantName, Callable?][] {
  const fast = fastOf(name, f);
  return [["naive"], ["stable"], ["memory", f], ...(fast ? [["fast", fast] as [ContestantName, Callable]] : [])];
}

/** The largest error, in units in the last place of the right result; null where it is no number at all. */
function worst(results: Floats, wanted: Float64Array): Pick<ShapeError, "ulp" | "got" | "wanted" | "results"> {
  const error = (i: number) => {
    const [got, right] = [results[i] as number, wanted[i] as number];
    if (!Number.isFinite(got) && Number.isFinite(Math.fround(right))) return Number.POSITIVE_INFINITY;
    return Math.abs(got - right) / 2 ** ulpExponent(formats.float32, Math.floor(Math.log2(Math.abs(right) || Number.MIN_VALUE)));
  };
  let [at, largest] = [0, error(0)];
  for (let i = 1; i < wanted.length; i++) {
    const ulp = error(i);
    if (ulp > largest) [at, largest] = [i, ulp];
  }
  return {
    ulp: Number.isFinite(largest) ? largest : null,
    got: numeral(results[at] as number, "float32"),
    wanted: numeral(wanted[at] as number, "float32"),
    results: wanted.length,
  };
}
