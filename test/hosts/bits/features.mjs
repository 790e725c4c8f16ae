import { mixed, plain } from "./inputs.mjs";

/**
 * How many elements of x and of y belong together, as the options say. New functions are added
 * here.
 */
const GROUPS = /** @type {Record<string, (k: number) => { x: number, y: number, options: object }>} */ ({
  crelu: () => ({ x: 1, y: 2, options: {} }),
  maxout: (k) => ({ x: k, y: 1, options: { k } }),
});

const SHAPES = [
  { shape: [1], axis: 0 },
  { shape: [3, 7], axis: 1 },
  { shape: [3, 7], axis: 0 },
  { shape: [2, 5, 9], axis: 1 },
  { shape: [2, 2503], axis: 1 },
  { shape: [1, 2503], axis: 0 },
];

/** @param {string} name */
export const isOfFeatures = (name) => name in GROUPS;

/** Every method of a function of features, along every axis.
 * @param {any} f
 * @param {any} type */
export function* ofFeatures(f, type) {
  yield [f.name, () => calls(f.name, type, (_, x, options) => f(x, options))];
  yield [`${f.name}.backward`, () => calls(f.name, type, (dy, x, options) => f.backward(dy, x, options))];
}

/** @param {string} name
 * @param {any} type
 * @param {(dy: any, x: any, options: any) => unknown} call */
function calls(name, type, call) {
  return SHAPES.flatMap(({ shape: groups, axis }) =>
    [2, 3].flatMap((k) => {
      const { x, y, options } = /** @type {any} */ (GROUPS)[name](k);
      const shape = groups.map((size, i) => (i === axis ? size * x : size));
      const count = groups.reduce((a, b) => a * b);
      const dy = plain(type, count * y, 8);
      return [plain(type, count * x, 1, 9), mixed(type, count * x, 3)].map((given) => call(dy, given, { shape, axis, ...options }));
    }),
  );
}
