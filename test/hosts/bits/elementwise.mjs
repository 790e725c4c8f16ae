import { LENGTHS, mixed, numbers, plain } from "./inputs.mjs";

/** The defaults, and every example of a parameter with the others at their defaults.
 * @param {any} f */
export function parameterSets(f) {
  const parameters = Object.entries(/** @type {Record<string, { examples: readonly number[] }>} */ (f.spec.parameters ?? {}));
  return [{}, ...parameters.flatMap(([name, { examples }]) => examples.map((value) => ({ [name]: value })))];
}

/** Whether the derivative can be had from the output.
 * @param {any} f
 * @param {Record<string, number>} values */
function tells(f, values) {
  return Object.entries(values).every(([name, value]) => value >= (f.spec.parameters[name].minimumFromOutput ?? -Infinity));
}

/** Every method of an activation.
 * @param {any} f
 * @param {any} type undefined for numbers */
export function* ofActivation(f, type) {
  for (const method of ["value", "derivative", "secondDerivative", "valueAndDerivative"]) {
    const call = method === "value" ? f : f[method];
    if (call) yield [`${f.name}.${method}`, () => parameterSets(f).map((values) => inputs(type, [1]).map(([x]) => call(x, values)))];
  }
  for (const method of ["backward", "backwardFromOutput"])
    if (f[method])
      yield [
        `${f.name}.${method}`,
        () =>
          parameterSets(f)
            .filter((values) => method === "backward" || tells(f, values))
            .map((values) => inputs(type, [1, 2]).map(([dy, x]) => f[method](dy, x, values))),
      ];
  if (f.parameterGradients) yield [`${f.name}.parameterGradients`, () => learnt(f, type, 2)];
  if (type && Object.values(f.spec.parameters).some((parameter) => /** @type {any} */ (parameter).perChannel))
    yield [`${f.name} with an array`, () => sloped(f, type)];
  if (drawsNumbers(f)) yield [`${f.name} in training`, () => trained(f, type)];
}

/** Whether an activation draws random numbers in training.
 * @param {any} f */
function drawsNumbers(f) {
  try {
    return Boolean(f.with({ training: true }));
  } catch {
    return false;
  }
}

/** Every method in training, at several places of several streams.
 * @param {any} f
 * @param {any} type */
function trained(f, type) {
  const places = [0, 5, 2 ** 34 + 15, 2 ** 53 - 2 ** 20];
  return [0, 2 ** 32 + 7, 2 ** 53 - 1].flatMap((seed) =>
    places.flatMap((offset) => {
      const training = f.with({ training: true, seed, offset });
      return inputs(type, [1, 2]).flatMap(([dy, x]) => [
        training(x),
        training.valueAndDerivative(x),
        training.backward(dy, x),
        training.backwardFromOutput(dy, x),
      ]);
    }),
  );
}

/** Every method of a gated function.
 * @param {any} f
 * @param {any} type undefined for numbers */
export function* ofGate(f, type) {
  const sets = parameterSets(f);
  yield [f.name, () => sets.map((values) => inputs(type, [1, 2]).map(([value, gate]) => f(value, gate, values)))];
  yield [`${f.name}.backward`, () => sets.map((values) => inputs(type, [3, 1, 2]).map((given) => f.backward(...given, values)))];
  if (f.parameterGradients) yield [`${f.name}.parameterGradients`, () => learnt(f, type, 3)];
  if (!type) return;
  for (const layout of ["valueFirst", "gateFirst", "interleaved"]) {
    const options = { shape: [7, 34], layout };
    const [x, dy] = [mixed(type, 238, 4), mixed(type, 119, 5)];
    yield [`${f.name}.packed ${layout}`, () => sets.map((values) => f.packed(x, { ...options, ...values }))];
    yield [`${f.name}.backwardPacked ${layout}`, () => sets.map((values) => f.backwardPacked(dy, x, { ...options, ...values }))];
  }
}

/** Arguments: arrays of every length, or numbers.
 * @param {any} type
 * @param {readonly number[]} seeds
 * @returns {any[][]} */
function inputs(type, seeds) {
  if (type) return LENGTHS.map((length) => seeds.map((seed) => mixed(type, length, seed)));
  const list = numbers();
  return list.map((x, i) => seeds.map((_, k) => (k === seeds.length - 1 ? x : list[(7 * i + 5 * k + 3) % list.length])));
}

/** Gradients of parameters, of arrays without anything that would hide the rest in NaN, and with it.
 * @param {any} f
 * @param {any} type
 * @param {number} count */
function learnt(f, type, count) {
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  const given = type
    ? [...LENGTHS.map((length) => seeds.map((seed) => plain(type, length, seed, 8))), seeds.map((seed) => mixed(type, 90, seed))]
    : inputs(undefined, seeds);
  return parameterSets(f).map((values) => given.map((arrays) => f.parameterGradients(...arrays, values)));
}

/** An activation with a slope for each channel, of every parameter that may be an array.
 * @param {any} f
 * @param {any} type */
function sloped(f, type) {
  const names = Object.keys(f.spec.parameters).filter((name) => f.spec.parameters[name].perChannel);
  return [
    { shape: [4, 5, 20], channelAxis: 1, count: 5 },
    { shape: [100, 4], channelAxis: 1, count: 4 },
  ].map(({ count, ...layout }) => {
    const slopes = names.map((name, i) => [name, plain(type, count, 9 + i, 1).fill(0, 0, 1)]);
    const options = { ...layout, ...Object.fromEntries(slopes) };
    const [x, dy] = [mixed(type, 400, 1), mixed(type, 400, 2)];
    return [
      f(x, options),
      f.derivative(x, options),
      f.secondDerivative(x, options),
      f.valueAndDerivative(x, options),
      f.backward(dy, x, options),
      f.parameterGradients(plain(type, 400, 3), plain(type, 400, 4), options),
    ];
  });
}
