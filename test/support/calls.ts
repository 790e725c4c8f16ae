/**
 * A call of every public function, without options and with each of them: for what must hold of
 * all.
 */

import { onRuntime } from "../../src/functions/variants.js";
import * as hillock from "../../src/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { type Floats, operationsOf, parameterSets } from "./activations.js";
import { type Constructor, fillWith, types } from "./arrays.js";
import { representatives } from "./representatives.js";

type Any = ((...values: unknown[]) => unknown) & Record<string, (...values: unknown[]) => unknown>;

export interface NamedCall {
  readonly label: string;
  /**
   * Makes its arguments anew, so that results can be compared. `move` puts the function on a
   * runtime.
   */
  readonly run: (move: <F>(f: F) => F) => unknown;
}

const filled = (type: Constructor, length: number, seed: number): Floats => {
  const array = new type(length);
  fillWith(array, seed);
  return array.map((x) => (Number.isFinite(x) ? Math.max(-5, Math.min(5, x)) : 0.5));
};

/** Moves a function to a runtime. */
export const mover =
  (runtime: Runtime) =>
  <F>(f: F): F =>
    onRuntime(f as never, runtime) as F;

function callsOf(type: Constructor): NamedCall[] {
  const x = (length = 12, seed = 1) => filled(type, length, seed);
  const named = (label: string, f: unknown, method: string | undefined, ...make: (() => unknown)[]): NamedCall => ({
    label: `${type.name}, ${label}`,
    run: (move) => {
      const moved = move(f) as Any;
      return (method === undefined ? moved : (moved[method] as Any))(...make.map((value) => value()));
    },
  });
  const elementwise = representatives.flatMap((activation) =>
    operationsOf(activation).flatMap(({ path, method, inputs, outputs }) => {
      const key = method === "value" ? undefined : method;
      const given = inputs.map((_, i) => () => x(12, i + 1));
      const out = () => (outputs.length === 1 ? x(12, 9) : { value: x(12, 8), derivative: x(12, 9) });
      return [
        named(path, activation, key, ...given),
        named(`${path} of a number`, activation, key, ...inputs.map(() => () => -0.75)),
        named(`${path} with {}`, activation, key, ...given, () => ({})),
        named(`${path} with out`, activation, key, ...given, () => ({ out: out() })),
        named(`${path} with half of out`, activation, key, ...given, () => (outputs.length === 1 ? {} : { out: { value: x() } })),
        ...parameterSets(activation)
          .filter((values) => Object.values(values).every((value) => value >= 0))
          .slice(0, 2)
          .map((values) => named(`${path} with ${JSON.stringify(values)}`, activation, key, ...given, () => ({ ...values }))),
      ];
    }),
  );
  const { dynamicTanh, prelu, swish, swiglu, geglu, softmax, logSoftmax, logSumExp, dense } = hillock;
  const { entmax15Loss, sparsemaxLoss, focalLoss, softmaxCrossEntropy, sigmoidBinaryCrossEntropy } = hillock;
  const slopes = () => type.from([0.5, 0.1, 2]);
  const learnable = [
    named("prelu, array", prelu, undefined, x, () => ({ alpha: slopes() })),
    named("prelu, channelAxis", prelu, "derivative", x, () => ({ alpha: slopes(), shape: [2, 3, 2], channelAxis: 1 })),
    named("prelu, slopeShape", prelu, "backward", x, x, () => ({ alpha: slopes(), shape: [2, 3, 2], slopeShape: [3, 1] })),
    named("prelu.parameterGradients", prelu, "parameterGradients", x, x),
    named("prelu.parameterGradients, array", prelu, "parameterGradients", x, x, () => ({ alpha: slopes() })),
    named("dynamicTanh, arrays", dynamicTanh, undefined, x, () => ({ gamma: slopes(), beta: slopes(), alpha: 0.7 })),
    named("dynamicTanh.backward, array", dynamicTanh, "backward", x, x, () => ({ gamma: slopes() })),
    named("dynamicTanh.parameterGradients, arrays", dynamicTanh, "parameterGradients", x, x, () => ({ gamma: slopes(), beta: slopes() })),
    named("swish.parameterGradients", swish, "parameterGradients", x, x, () => ({ beta: 2 })),
    named("swiglu.parameterGradients", swiglu, "parameterGradients", x, x, x),
  ];
  const gates = [swiglu, geglu].flatMap((f) => [
    named(`${f.name}`, f, undefined, x, x),
    named(`${f.name} with out`, f, undefined, x, x, () => ({ out: x() })),
    named(`${f.name}.backward`, f, "backward", x, x, x),
    named(`${f.name}.backward with out`, f, "backward", x, x, x, () => ({ out: { value: x() } })),
    named(`${f.name}.packed`, f, "packed", x, () => ({ layout: "valueFirst" })),
    named(`${f.name}.packed, shape`, f, "packed", x, () => ({ layout: "interleaved", shape: [3, 4] })),
    named(
      `${f.name}.backwardPacked`,
      f,
      "backwardPacked",
      () => x(6),
      x,
      () => ({ layout: "gateFirst" }),
    ),
  ]);
  const rows = [softmax, logSoftmax].flatMap((f) => [
    named(f.name, f, undefined, x),
    named(`${f.name} with {}`, f, undefined, x, () => ({})),
    named(`${f.name}, axis`, f, undefined, x, () => ({ shape: [3, 4], axis: 0, out: x() })),
    named(`${f.name}, causal`, f, undefined, x, () => ({ shape: [3, 2, 2], causal: true, temperature: 2 })),
    named(`${f.name}, mask`, f, undefined, x, () => ({ mask: Uint8Array.from({ length: 12 }, (_, i) => i % 3), emptyRow: 0 })),
    named(`${f.name}.backwardFromOutput`, f, "backwardFromOutput", x, x),
    named(`${f.name}.backwardFromOutput, shape`, f, "backwardFromOutput", x, x, () => ({ shape: [3, 4] })),
  ]);
  const reductions = [
    named("logSumExp", logSumExp, undefined, x),
    named("logSumExp, shape", logSumExp, undefined, x, () => ({ shape: [3, 4], out: x(3) })),
    named(
      "logSumExp.backward",
      logSumExp,
      "backward",
      () => x(3),
      x,
      () => ({ shape: [3, 4] }),
    ),
  ];
  const labels = () => Uint8Array.of(1, 0, 2);
  const losses = [
    named("softmaxCrossEntropy", softmaxCrossEntropy, undefined, x, labels, () => ({ shape: [3, 4] })),
    named("softmaxCrossEntropy, more", softmaxCrossEntropy, undefined, x, labels, () => ({
      shape: [3, 4],
      smoothing: 0.1,
      classWeights: type.from([1, 2, 3, 4]),
      out: { loss: x(3) },
    })),
    named(
      "softmaxCrossEntropy, distributions",
      softmaxCrossEntropy,
      undefined,
      x,
      () => new type(12).fill(0.25),
      () => ({
        shape: [3, 4],
        out: {},
      }),
    ),
    ...[sparsemaxLoss, entmax15Loss].flatMap((f) => [
      named(f.name, f, undefined, x, labels, () => ({ shape: [3, 4] })),
      named(`${f.name}, more`, f, undefined, x, labels, () => ({ ignoreIndex: 2, out: { gradient: x() } })),
      named(
        `${f.name}, distributions`,
        f,
        undefined,
        x,
        () => new type(12).fill(0.25),
        () => ({ shape: [4, 3], axis: 0, out: {} }),
      ),
    ]),
    named("focalLoss", focalLoss, undefined, x, () => new type(12).fill(0.25)),
    named(
      "focalLoss, more",
      focalLoss,
      undefined,
      x,
      () => new Uint8Array(12),
      () => ({ gamma: 1, alpha: 0.5, out: { gradient: x() } }),
    ),
    named("sigmoidBinaryCrossEntropy", sigmoidBinaryCrossEntropy, undefined, x, () => new type(12).fill(0.25)),
    named(
      "sigmoidBinaryCrossEntropy, more",
      sigmoidBinaryCrossEntropy,
      undefined,
      x,
      () => new type(12).fill(1),
      () => ({
        positiveWeight: 2,
        out: { gradient: x() },
      }),
    ),
  ];
  const layer = { inputs: 4, outputs: 2 };
  const layers = [
    named(
      "dense",
      dense,
      undefined,
      x,
      () => x(8),
      () => x(2),
      () => ({ ...layer }),
    ),
    named(
      "dense, more",
      dense,
      undefined,
      x,
      () => x(8),
      () => null,
      () => ({
        ...layer,
        activation: hillock.leakyRelu,
        weightsLayout: "outputsInputs",
        preactivation: x(6),
        out: x(6),
      }),
    ),
    named(
      "dense, slopes",
      dense,
      undefined,
      x,
      () => x(8),
      () => x(2),
      () => ({
        ...layer,
        activation: prelu.with({ alpha: type.from([0.5, 0.25]) as Float32Array }),
      }),
    ),
    named(
      "dense.backward",
      dense,
      "backward",
      () => x(6),
      x,
      () => x(8),
      () => ({ ...layer }),
    ),
    named(
      "dense.backward, more",
      dense,
      "backward",
      () => x(6),
      x,
      () => x(8),
      () => ({
        ...layer,
        activation: hillock.tanh,
        output: filled(type, 6, 3).map(Math.tanh),
        out: { weights: x(8) },
        accumulate: true,
      }),
    ),
  ];
  return [...elementwise, ...learnable, ...gates, ...rows, ...reductions, ...losses, ...layers];
}

/** Calls that belong to no type of arrays. */
const others: readonly NamedCall[] = [
  {
    label: "defineActivation",
    run: () => {
      const cube = hillock.defineActivation({
        name: "cube",
        parameters: { width: { default: 2, minimum: 0 }, height: 3 },
        value: (x, { width, height }) => width * height * x ** 3,
        derivative: (x, { width, height }) => width * height * 3 * x ** 2,
      });
      return [cube(2), cube(Float32Array.of(1, 2), { width: 1 }), cube.with({ height: 1 }).backward(3, 2), Object.keys(cube)];
    },
  },
  { label: "scope", run: () => hillock.scope((s) => ({ sum: s.alloc(Float32Array, 3).length })) },
  {
    label: "alloc, free and info",
    run: () => {
      const array = hillock.alloc(Float64Array, 3);
      const { length } = array;
      hillock.free(array);
      return [length, hillock.info().memory.arrays];
    },
  },
];

export const calls: readonly NamedCall[] = [...types.flatMap(callsOf), ...others];
