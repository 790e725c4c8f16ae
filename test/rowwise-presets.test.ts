/**
 * Functions of rows that are others of them, of other entries or along an axis that is fixed: the
 * same bits, and what their own formulas say.
 */
import { describe, expect, test } from "vitest";
import { uniform } from "../oracle/random.js";
import { entriesOf } from "../oracle/rows.js";
import { internalsOf } from "../src/functions/internals.js";
import { onRuntime } from "../src/functions/variants.js";
import { log } from "../src/math.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, Place, randomizer, residences } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import { RowJudge } from "./support/rowJudge.js";
import { broadcastShapes, product, type RowFunction, type RowSubject, rowPresets, SEED, subjectsOf } from "./support/rows.js";
import { lengthsTo, sample } from "./support/sample.js";

const random = randomizer(12);
const fill = (type: Constructor, length: number): Floats => type.from({ length }, () => (random() - 0.5) * 12);
const js = createRuntime({ backend: "js" });

const SHAPES = [[7], [3, 5], [4, 4], [2, 3, 5], [2, 3, 4, 5], [3, 70, 3], [1, 2100, 1, 1], [2, 4500, 2, 1], [1, 1, 9001]];
const TEMPERATURES = [1, 0.3, 22.6];

const cases = rowPresets.flatMap((preset) => subjectsOf(preset.name).map((subject) => ({ ...preset, ...subject })));

describe.each(cases)("$name, $engine", (subject) => {
  const { f, name, engine, type, preset, isRandom } = subject;
  const title = `${name}, ${engine}`;
  const parent = subjectsOf(preset.of).find((one) => one.engine === engine)?.f as RowFunction;
  /**
   * The entries that the parent takes: of those that are drawn to the last bit, by the logarithms
   * that are promised.
   */
  const entries = (x: Floats): Floats =>
    isRandom ? x.map((value, i) => value - log(-log(uniform(SEED, i) + 2 ** -33))) : type.from(entriesOf(preset, x));
  /** The derivative of an entry by x. */
  const sign = Math.sign((entries(type.from([100]))[0] as number) - (entries(type.from([-100]))[0] as number));
  const shapes = SHAPES.filter(({ length }) => length >= -(preset.axis ?? -1));

  /**
   * Options of calls: axes, masks of every shape, and what else the function takes; the parent is
   * told the axis.
   */
  const optionsOf = (shape: readonly number[]): { own: Options; like: Options }[] => {
    const axes = preset.axis === undefined ? shape.map((_, i) => i) : [preset.axis];
    return axes.flatMap((axis) => {
      const own = preset.axis === undefined ? { shape, axis } : { shape };
      const isSquare = shape.length > 1 && shape.at(-1) === shape.at(-2) && axis === shape.length - 1;
      const masks = broadcastShapes(shape)
        .filter((_, i) => i % 3 === 0 || product(shape) < 100)
        .flatMap((maskShape) => {
          const length = product(maskShape);
          const kept = Uint8Array.from({ length }, () => (random() < 0.6 ? 1 : 0));
          return [kept, type.from({ length }, () => (random() - 0.5) * 3000), type.from(kept, (bit) => (bit ? 0 : -Infinity))].map(
            (mask) => ({
              mask,
              maskShape,
            }),
          );
        });
      const more = [{}, { emptyRow: 0.25 }, ...(preset.axis === undefined && isSquare ? [{ causal: true }] : []), ...masks];
      return more.map((one, i) => {
        const options = { ...own, ...one, temperature: TEMPERATURES[i % TEMPERATURES.length] };
        return { own: options, like: { ...options, axis } };
      });
    });
  };

  test.each(sample(shapes, title).map((shape) => ({ shape })))("$shape: the bits of its parent", ({ shape }) => {
    const onJs = [f, parent].map((one) => onRuntime(one as never, js) as RowFunction) as [RowFunction, RowFunction];
    for (const { own, like } of optionsOf(shape)) {
      const x = fill(type, product(shape));
      if (random() < 0.3) x[Math.floor(random() * x.length)] = [Infinity, -Infinity, NaN][Math.floor(random() * 3)] as number;
      for (const [one, other] of [[f, parent], ...(product(shape) < 1000 ? [onJs] : [])] as const) {
        const about = `${JSON.stringify({ ...own, mask: (own.mask as Floats | undefined)?.constructor.name })}`;
        const y = one(x, own);
        expectSame(y, other(entries(x), like), about);
        const { mask: _, maskShape: __, emptyRow: ___, causal: ____, ...unmasked } = own;
        const dy = fill(type, y.length);
        const wanted = other.backwardFromOutput?.(dy, y, { ...unmasked, axis: like.axis }) as Floats;
        const gradient = one.backwardFromOutput?.(dy, y, unmasked) as Floats;
        expectSame(
          gradient,
          wanted.map((value) => sign * value),
          about,
        );
      }
    }
  });

  test("wherever its arrays live, and in place", () => {
    for (const shape of sample(shapes, title)) {
      const x = fill(type, product(shape));
      const wanted = f(x, { shape });
      for (const from of residences)
        for (const to of residences) {
          const given = new Place(from, type, x.length, 1);
          const out = new Place(to, type, x.length, 2);
          given.view.set(x);
          expect(f(given.view, { shape, out: out.view })).toBe(out.view);
          expectSame(out.view, wanted, `${shape}, ${from} to ${to}`);
          expectSame(given.view, x, "x itself");
          f(given.view, { shape, out: given.view });
          expectSame(given.view, wanted, `${shape} in place, ${from}`);
          expect(given.intact && out.intact).toBe(true);
          given.free();
          out.free();
        }
    }
  });

  test.skipIf(isRandom)("what its own formulas say", () => {
    const single = ofRows(subject);
    const judge = new RowJudge(single);
    for (const n of lengthsTo(40, title)) {
      const x = fill(type, n);
      const temperature = TEMPERATURES[n % TEMPERATURES.length] as number;
      judge.value({ x, temperature }, single.f(x, { temperature }), `${x}`);
      judge.gradient({ x, temperature }, fill(type, n), `${x}`);
    }
  });

  test("is a function of its own, on the modules of its parent", () => {
    expect([f.name, f.spec.name, f.spec.axis]).toEqual([name, name, preset.axis]);
    const [own, like] = [f, parent].map((one) => internalsOf("test", "function", one).kernels);
    expect([own?.float32, own?.float64]).toEqual([like?.float32, like?.float64]);
    expect(own?.float32).toBe(like?.float32);
    const shape = [2, 3, 4];
    const x = fill(type, 24);
    const warm = f.with({ shape, temperature: 3, emptyRow: 0 });
    expect(warm.name).toBe(name);
    expectSame(warm(x), f(x, { shape, temperature: 3 }), "bound");
    expectSame(warm(new type(24).fill(-sign * Infinity)), new type(24), "emptyRow");
  });

  test.runIf(preset.axis !== undefined)("refuses what has no such axis", () => {
    const least = -(preset.axis as number);
    const refuse = (options: Options | undefined, kind: ErrorConstructor, code: string, message: string) =>
      expectRefusal(() => f(new type(6), options), { kind, code: code as never, message: `hillock.${name}: ${message}` });
    refuse(undefined, TypeError, "HILLOCK_SHAPE", `shape is missing, expected ${least} dimensions at least`);
    refuse({ shape: [6] }, RangeError, "HILLOCK_SHAPE", `shape has 1 dimension, expected ${least} dimensions at least`);
    refuse({ shape: [2, 3] }, RangeError, "HILLOCK_SHAPE", `shape has 2 dimensions, expected ${least} dimensions at least`);
    refuse({ shape: [1, 2, 4] }, RangeError, "HILLOCK_SHAPE", "x has length 6, expected that of shape, 1 * 2 * 4 = 8");
    const names = "shape, temperature, maskShape, emptyRow, mask, out";
    for (const option of ["axis", "causal"])
      refuse({ shape: [1, 2, 3], [option]: -1 }, TypeError, "HILLOCK_OPTION", `unknown option "${option}", expected one of ${names}`);
  });
});

/** A function with an axis that is fixed as one of single rows. */
function ofRows(subject: RowSubject): RowSubject {
  const { f } = subject;
  if (f.spec.axis === undefined) return subject;
  const shapeOf = ({ length }: Floats) => [length, ...Array<number>(-(f.spec.axis as number) - 1).fill(1)];
  const one = (x: Floats, options?: Options) => f(x, { ...options, shape: shapeOf(x) });
  const backwardFromOutput: RowFunction["backwardFromOutput"] = (dy, y, options) =>
    f.backwardFromOutput?.(dy, y, { ...options, shape: shapeOf(dy) }) as Floats;
  return { ...subject, f: Object.assign(one, { backwardFromOutput }) as unknown as RowFunction };
}
