import { mixed, plain, randomBits } from "./inputs.mjs";

const SHAPES = [
  { shape: [1] },
  { shape: [6, 6] },
  { shape: [3, 37] },
  { shape: [3, 4, 5], axis: 1 },
  { shape: [5, 11], axis: 0 },
  { shape: [2, 5003] },
];

/** The shapes of functions whose axis is the third from the last. */
const IMAGES = [{ shape: [5, 1, 1] }, { shape: [3, 4, 5] }, { shape: [2, 37, 2, 3] }];

/** Every method of a row-wise function.
 * @param {any} of
 * @param {any} type */
export function* ofRows(of, type) {
  const f = of.name === "gumbelSoftmax" ? of.with({ seed: 11 }) : of;
  const shapes = f.spec.axis ? IMAGES : SHAPES;
  yield [f.name, () => calls(shapes, type, (x, options) => f(x, options))];
  if (f.backward)
    yield [
      `${f.name}.backward`,
      () =>
        calls(shapes, type, (x, options) => {
          const results = f.backwardFromOutput ? x.length : x.length / options.shape.at(options.axis ?? -1);
          return f.backward(plain(type, results, 8), x, options);
        }),
    ];
  if (f.backwardFromOutput)
    yield [
      `${f.name}.backwardFromOutput`,
      () =>
        calls(shapes, type, (x, { shape, axis, temperature }) => {
          const options = { shape, ...(axis !== undefined && { axis }), temperature };
          return f.backwardFromOutput(plain(type, x.length, 8), f(x, options), options);
        }),
    ];
}

/** Shapes, temperatures, masks.
 * @param {any[]} shapes
 * @param {any} type
 * @param {(x: any, options: any) => unknown} call */
function calls(shapes, type, call) {
  return shapes.flatMap((where) => {
    const length = where.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b);
    const bits = randomBits(length);
    const masks = [
      undefined,
      Uint8Array.from({ length }, () => bits() & 1),
      plain(type, length, 6, 9),
      plain(type, length, 7).map((/** @type {number} */ value) => (value > 1 ? -Infinity : 0)),
    ];
    const square = where.shape.length === 2 && where.shape[0] === where.shape[1];
    return [plain(type, length, 1, 9), plain(type, length, 2, 90), mixed(type, length, 3)].flatMap((x) =>
      [1, 0.3, 17].flatMap((temperature) => [
        ...masks.map((mask) => call(x, { ...where, temperature, ...(mask && { mask }) })),
        ...(square ? [call(x, { ...where, temperature, causal: true })] : []),
      ]),
    );
  });
}
