import { mixed, plain, randomBits } from "./inputs.mjs";

/** @param {any} f
 * @param {any} type */
const ofThreshold = (f, type) =>
  [
    [1, 2],
    [9, 7],
    [3, 5001],
  ].map(([rows = 0, classes = 0]) => {
    const bits = randomBits(rows);
    const labels = Int32Array.from({ length: rows }, () => bits() % classes);
    const distributions = plain(type, rows * classes, 5, 0.5).map((/** @type {number} */ value) => value + 0.5);
    const shape = [rows, classes];
    return [plain(type, rows * classes, 1, 1), plain(type, rows * classes, 2, 40), mixed(type, rows * classes, 3)].flatMap((x) => [
      f(x, labels, { shape }),
      f(x, distributions, { shape }),
      f(x, labels, { shape, ignoreIndex: labels[0] }),
      f(x, distributions, { shape, axis: 0 }),
    ]);
  });

/** Calls of losses, by their names. Those of a new loss are added here. */
const LOSSES = /** @type {Record<string, (f: any, type: any) => unknown>} */ ({
  entmax15Loss: ofThreshold,
  sparsemaxLoss: ofThreshold,
  softmaxCrossEntropy(f, type) {
    return [
      [1, 2],
      [9, 7],
      [3, 3001],
    ].map(([rows = 0, classes = 0]) => {
      const bits = randomBits(rows);
      const labels = Int32Array.from({ length: rows }, () => bits() % classes);
      const distributions = plain(type, rows * classes, 5, 0.5).map((/** @type {number} */ value) => value + 0.5);
      const classWeights = plain(type, classes, 6, 0.5).map((/** @type {number} */ value) => value + 0.5);
      const shape = [rows, classes];
      return [plain(type, rows * classes, 1, 9), plain(type, rows * classes, 2, 400), mixed(type, rows * classes, 3)].flatMap((x) => [
        f(x, labels, { shape }),
        f(x, distributions, { shape }),
        f(x, labels, { shape, smoothing: 0.1, classWeights }),
        f(x, labels, { shape, temperature: 0.7 }),
        f(x, distributions, { shape, temperature: 3, classWeights }),
        f(x, BigInt64Array.from(labels, BigInt), { shape, ignoreIndex: labels[0] }),
        f(x, distributions, { shape, axis: 0 }),
      ]);
    });
  },
  focalLoss(f, type) {
    return [1, 5, 67, 4099].map((length) => {
      const targets = plain(type, length, 5, 0.5).map((/** @type {number} */ value) => value + 0.5);
      const sides = targets.map((/** @type {number} */ value) => (value < 0.5 ? 0 : 1));
      return [plain(type, length, 1, 9), plain(type, length, 2, 800), mixed(type, length, 3)].flatMap((x) => [
        f(x, targets),
        f(x, sides, { gamma: 0.7, alpha: 0.6 }),
        f(x, Int8Array.from(sides), { gamma: 0 }),
      ]);
    });
  },
  sigmoidBinaryCrossEntropy(f, type) {
    return [1, 5, 67, 4099].map((length) => {
      const targets = plain(type, length, 5, 0.5).map((/** @type {number} */ value) => value + 0.5);
      const sides = targets.map((/** @type {number} */ value) => (value < 0.5 ? 0 : 1));
      return [plain(type, length, 1, 9), plain(type, length, 2, 800), mixed(type, length, 3)].flatMap((x) => [
        f(x, targets),
        f(x, sides, { positiveWeight: 3 }),
        f(x, Int8Array.from(sides), {
          shape: [1, length],
          positiveWeight: plain(type, length, 6, 0.5).map((/** @type {number} */ value) => value + 1),
        }),
      ]);
    });
  },
});

/** @param {string} name */
export const isLoss = (name) => name in LOSSES;

/** A loss: losses, means and gradients.
 * @param {any} f
 * @param {any} type */
export function* ofLoss(f, type) {
  yield [f.name, () => LOSSES[f.name]?.(f, type)];
}

/** A layer, forward and backward, with every activation, and with a gate.
 * @param {any} dense
 * @param {any} type
 * @param {readonly any[]} activations */
export function* ofDense(dense, type, activations) {
  yield ["dense", () => layers(type, (x, weights, bias, options) => dense(x, weights, bias, options))];
  yield [
    "dense.backward",
    () =>
      layers(type, (x, weights, _, { batch, outputs, ...options }) =>
        dense.backward(plain(type, batch * outputs, 4), x, weights, { batch, outputs, ...options }),
      ),
  ];
  for (const activation of activations)
    yield [
      `dense with ${activation.name}`,
      () => {
        const sums = "packed" in activation ? 2 : 1;
        const options = { inputs: 9, outputs: 7, activation, layout: sums === 2 ? "gateFirst" : undefined };
        const [x, weights, bias] = [plain(type, 45, 1, 9), plain(type, 63 * sums, 2), plain(type, 7 * sums, 3)];
        const [dy, preactivation] = [plain(type, 35, 4), new type(35 * sums)];
        const y = dense(x, weights, bias, { ...options, preactivation });
        return [y, preactivation, dense.backward(dy, x, weights, { ...options, preactivation })];
      },
    ];
}

/** @param {any} type
 * @param {(x: any, weights: any, bias: any, options: any) => unknown} call */
function layers(type, call) {
  return [
    [1, 1, 1],
    [3, 5, 2],
    [1, 40, 33],
    [17, 300, 21],
    [40, 64, 8],
  ].flatMap(([batch = 0, inputs = 0, outputs = 0]) =>
    ["inputsOutputs", "outputsInputs"].flatMap((weightsLayout) => {
      const [x, weights, bias] = [plain(type, batch * inputs, 1), plain(type, inputs * outputs, 2), plain(type, outputs, 3)];
      return [null, bias].map((bias) => call(x, weights, bias, { batch, inputs, outputs, weightsLayout }));
    }),
  );
}
