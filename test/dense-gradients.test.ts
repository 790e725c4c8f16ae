/**
 * The gradients of a layer with an activation of every kind, and of a network from end to end,
 * against differences.
 */
import { describe, test } from "vitest";
import { gelu, dense as publicDense, softmaxCrossEntropy } from "../src/index.js";
import { type AnyActivation, type Floats, parameterSets } from "./support/activations.js";
import { expectGradients, grid, numbers, smooth } from "./support/differences.js";
import { type AnyDense, arraysOf, layouts, type Sizes, signed } from "./support/layer.js";
import { representatives } from "./support/representatives.js";

const dense = publicDense as unknown as AnyDense;

describe("dense", () => {
  const shape = { batch: 3, inputs: 4, outputs: 5 };
  const cases = [
    { label: "identity", activation: undefined },
    ...representatives.flatMap((activation) =>
      parameterSets(activation).map((values) => ({
        label: `${activation.name} ${JSON.stringify(values)}`,
        activation: activation.with(values),
      })),
    ),
  ];

  /** Arrays of a layer whose sums are all beside the kinks of its activation. */
  function layerOf(sizes: Sizes, activation: AnyActivation | undefined) {
    for (let seed = 1; seed < 1000; seed++) {
      const next = signed(seed, 1.5);
      const arrays = arraysOf(sizes, Float64Array, () => grid(next()));
      const preactivation = dense(arrays.x, arrays.weights, arrays.bias, sizes);
      if (!activation || smooth(activation, preactivation)) return { ...arrays, preactivation };
    }
    throw new Error("no layer was found whose sums are beside the kinks");
  }

  test.each(cases)("with $label", ({ activation }) => {
    for (const weightsLayout of layouts) {
      const sizes: Sizes = { ...shape, weightsLayout };
      const { preactivation, dy, ...inputs } = layerOf(sizes, activation);
      const { x, weights, bias } = inputs;
      const options = { ...sizes, activation };
      const fromOutput =
        activation?.backwardFromOutput &&
        Object.values(activation.spec.parameters).every((one) => one.default >= (one.minimumFromOutput ?? -Infinity));
      const sources = [{ preactivation }, ...(fromOutput ? [{ output: dense(x, weights, bias, options) }] : [])];
      for (const source of sources)
        expectGradients(weightsLayout, {
          inputs,
          f: ({ x, weights, bias }) => dense(x, weights, bias, options),
          dy,
          gradients: dense.backward(dy, x, weights, { ...options, ...source }),
        });
    }
  });
});

test("a network of two layers and a loss: backpropagation from end to end", () => {
  const [batch, inputs, hidden, classes] = [4, 6, 5, 3];
  const labels = Uint8Array.of(2, 0, 1, 2);
  const first = { batch, inputs, outputs: hidden, activation: gelu };
  const second = { batch, inputs: hidden, outputs: classes, weightsLayout: "outputsInputs" };
  const inputsOfAll = {
    x: numbers(batch * inputs, 1, 2),
    weights1: numbers(inputs * hidden, 2),
    bias1: numbers(hidden, 3),
    weights2: numbers(hidden * classes, 4),
    bias2: numbers(classes, 5),
  };
  const lossOf = (scores: Floats) => softmaxCrossEntropy(scores as Float64Array, labels, { shape: [batch, classes] });

  const preactivation = new Float64Array(batch * hidden);
  const h = dense(inputsOfAll.x, inputsOfAll.weights1, inputsOfAll.bias1, { ...first, preactivation });
  const { gradient } = lossOf(dense(h, inputsOfAll.weights2, inputsOfAll.bias2, second));
  const top = dense.backward(gradient, h, inputsOfAll.weights2, second);
  const bottom = dense.backward(top.x, inputsOfAll.x, inputsOfAll.weights1, { ...first, preactivation });
  expectGradients("network", {
    inputs: inputsOfAll,
    f: ({ x, weights1, bias1, weights2, bias2 }) =>
      Float64Array.of(lossOf(dense(dense(x, weights1, bias1, first), weights2, bias2, second)).mean),
    dy: Float64Array.of(1),
    gradients: { x: bottom.x, weights1: bottom.weights, bias1: bottom.bias, weights2: top.weights, bias2: top.bias },
  });
});
