/**
 * The sweep: every shape timed on its own, in an order drawn at random; those that stand out are
 * timed again, each in turn with the one beside it.
 */
import { Arena } from "../case.js";
import { wrong } from "../check.js";
import { shapeText } from "../format.js";
import { type Callable, functionOf } from "../hillock.js";
import { layouts } from "../loops/layers.js";
import { spread, warm } from "../measure.js";
import { createRandom, type Floats, repeated, shuffle, type Type } from "../numbers.js";
import { Budget } from "../plan.js";
import * as repeat from "../repeat.js";
import { type Cliff, operationsOf, type Sweep, type SweepPoint } from "../results.js";
import { calibrate, sample, typical } from "../samples.js";
import type { Stretch } from "../time.js";
import { judge, suspects } from "./cliffs.js";
import { type Shape, sweepShapes } from "./grid.js";

/** The number of times that an outlier is timed again. */
const TURNS = 7;

/** Milliseconds before anything counts, for each product and layout. */
const WARMING = 60;

export async function runSweep({ options, seconds, random, show }: Stretch): Promise<Sweep> {
  const started = performance.now();
  const type = options.type ?? "float32";
  const extent = options.sweep ? (options.quick ? "short" : "full") : options.quick ? "quick" : "short";
  const shapes = shuffle(sweepShapes(extent, createRandom(options.seed)), random);
  const arrays = new Workbench(type, shapes);
  try {
    for (const product of ["forward", "backward"] as const)
      for (const layout of layouts)
        for (const size of [1, 24]) {
          const shape = { product, layout, batch: size, inputs: size, outputs: size, from: "grid" } as const;
          await warm({ run: arrays.runner(shape) }, WARMING / 2);
        }
    const budget = new Budget(shapes.length, seconds * 0.9);
    const points: SweepPoint[] = [];
    for (const [i, shape] of shapes.entries()) {
      if (i % 16 === 0) show(budget.fraction * 0.9, `dense, sweep, ${shapeText([shape.batch, shape.inputs, shape.outputs])}`);
      points.push(await budget.spend(async (share) => arrays.time(shape, share * 1e3)));
    }
    const cliffs = suspects(points).flatMap((suspect): Cliff[] => {
      show(0.95, "dense, sweep, what stands out");
      const [shape, beside] = arrays.inTurn(suspect.shape, suspect.beside);
      const cliff = judge({ ...suspect, shape, beside });
      return cliff ? [cliff] : [];
    });
    const forward = points.filter(({ product }) => product === "forward").map(({ gigaflops }) => gigaflops);
    const taken = { seconds: Math.round((performance.now() - started) / 1e3), shapes: points.length, found: cliffs.length };
    return { type, full: extent === "full", ...taken, gigaflops: Math.max(...forward), points, cliffs };
  } finally {
    arrays.close();
  }
}

/**
 * Arrays in hillock's memory that are large enough for every shape: a shape takes the beginning of
 * each.
 */
class Workbench {
  private readonly arena: Arena;
  private readonly arrays: { readonly [name in "x" | "weights" | "bias" | "y" | "dx" | "dweights" | "dbias"]: Floats };

  constructor(type: Type, shapes: readonly Shape[]) {
    const most = (size: (shape: Shape) => number) => Math.max(24 * 24, ...shapes.map(size));
    const [xs, ys] = [most(({ batch, inputs }) => batch * inputs), most(({ batch, outputs }) => batch * outputs)];
    const [ws, bs] = [most(({ inputs, outputs }) => inputs * outputs), most(({ outputs }) => outputs)];
    this.arena = new Arena(type);
    this.arena.reserve([xs, ws, bs, ys, xs, ws, bs]);
    const take = (length: number): Floats => repeated(this.arena.take(length));
    const gradients = { dx: take(xs), dweights: take(ws), dbias: take(bs) };
    this.arrays = { x: take(xs), weights: take(ws), bias: take(bs), y: take(ys), ...gradients };
  }

  close(): void {
    this.arena.close();
  }

  runner(shape: Shape): (calls: number) => unknown {
    const { batch, inputs, outputs, layout, product } = shape;
    const f = functionOf("dense", "dense");
    const { x, weights, bias, y, dx, dweights, dbias } = this.arrays;
    const sized = (array: Floats, length: number) => array.subarray(0, length);
    const [X, W, B, Y] = [sized(x, batch * inputs), sized(weights, inputs * outputs), sized(bias, outputs), sized(y, batch * outputs)];
    const options = { batch, inputs, outputs, weightsLayout: layout };
    if (product === "forward") {
      const args = [X, W, B, { ...options, out: Y }];
      return (calls) => repeat.apply(f, args, calls);
    }
    const out = { x: sized(dx, batch * inputs), weights: sized(dweights, inputs * outputs), bias: sized(dbias, outputs) };
    // The numbers that the forward products left there serve as gradients.
    const args = [Y, X, W, { ...options, out }];
    return (calls) => repeat.apply(f.backward as Callable, args, calls);
  }

  /** Times one shape for that many milliseconds, and checks the results that it finds. */
  time(shape: Shape, milliseconds: number): SweepPoint {
    const perCall = typical(this.runner(shape), milliseconds);
    if (shape.product === "forward") this.check(shape);
    return pointOf(shape, perCall * 1e6);
  }

  /** Times two shapes in turn. */
  inTurn(...shapes: readonly [SweepPoint, SweepPoint]): [SweepPoint, SweepPoint] {
    const timed = shapes.map((shape) => {
      const run = this.runner(shape);
      return { shape, run, calls: calibrate(run).calls, samples: [] as number[] };
    });
    for (let turn = 0; turn < TURNS; turn++) for (const { run, calls, samples } of timed) samples.push(sample(run, calls));
    return timed.map(({ shape, samples }) => pointOf(shape, spread([samples]).median * 1e6)) as [SweepPoint, SweepPoint];
  }

  /** A few results against sums in double precision. */
  private check({ batch, inputs, outputs, layout }: Shape): void {
    const { x, weights, bias, y } = this.arrays;
    for (const part of [0, 0.31, 0.62, 1]) {
      const [b, o] = [Math.round((batch - 1) * part), Math.round((outputs - 1) * (1 - part * part))];
      let [sum, scale] = [bias[o] as number, Math.abs(bias[o] as number)];
      for (let i = 0; i < inputs; i++) {
        const term = (x[b * inputs + i] as number) * (weights[layout === "inputsOutputs" ? i * outputs + o : o * inputs + i] as number);
        sum += term;
        scale += Math.abs(term);
      }
      const complaint = wrong({ out: y }, [{ name: "out", at: [b * outputs + o], values: [sum], scale }], 2 ** -18);
      if (complaint) throw Error(`dense, ${shapeText([batch, inputs, outputs])}, ${layout}: ${complaint}`);
    }
  }
}

function pointOf(shape: Shape, nanoseconds: number): SweepPoint {
  const { product: method, batch, inputs, outputs } = shape;
  const operations = operationsOf({ part: "dense", method, shape: [batch, inputs, outputs] }) as number;
  return { ...shape, nanoseconds, gigaflops: operations / nanoseconds };
}
