/** A multilayer perceptron: what it computes, and what one step of training does to it. */
import { alloc, dense, softmaxCrossEntropy } from "hillock";
import { createAdam } from "./adam.mjs";

/**
 * @param {object} options
 * @param {number[]} options.sizes Of the layers: inputs, hidden layers, classes.
 * @param {any} options.activation Of the hidden layers; the last has none, its outputs are logits.
 * @param {number} options.batch Rows of input that are computed together, at most; in training, exactly.
 * @param {() => number} options.random Draws the first weights.
 * @param {any} [library] Where the three functions come from: compare.mjs hands in plain JavaScript.
 */
export function createNetwork({ sizes, activation, batch, random }, library = { alloc, dense, softmaxCrossEntropy }) {
  const { dense, softmaxCrossEntropy } = library;
  // All that a step touches lies in hillock's memory, where the kernels work on it in place. An
  // ordinary array would be copied there for every product: at a batch of one, copying the weights
  // takes several times as long as multiplying by them.
  const floats = (/** @type {number} */ length) => /** @type {Float32Array<ArrayBuffer>} */ (library.alloc(Float32Array, length));
  const parameters = floats(parameterCount(sizes));
  const gradients = floats(parameters.length);
  const adam = createAdam(parameters, gradients);
  const classes = sizes[sizes.length - 1];
  const ofLoss = { loss: floats(batch), gradient: floats(batch * classes) };

  let end = 0;
  const layers = sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i];
    const [weights, bias] = [end, end + inputs * outputs];
    end = bias + outputs;
    const isHidden = i < sizes.length - 2;
    return {
      options: { inputs, outputs, activation: isHidden ? activation : undefined },
      weights: parameters.subarray(weights, bias),
      bias: parameters.subarray(bias, end),
      preactivation: isHidden ? floats(batch * outputs) : undefined,
      output: floats(batch * outputs),
      gradients: {
        x: i > 0 ? floats(batch * inputs) : undefined, // nobody asks how the pixels should have been
        weights: gradients.subarray(weights, bias),
        bias: gradients.subarray(bias, end),
      },
    };
  });
  for (const { weights, options } of layers) {
    const bound = Math.sqrt(6 / options.inputs); // He and others 2015: signals neither grow nor fade from layer to layer
    for (let i = 0; i < weights.length; i++) weights[i] = (2 * random() - 1) * bound;
  }

  /**
   * @param {Float32Array} x Inputs, row by row. @returns {Float32Array} Their logits, good until
   * the next call.
   */
  function forward(x) {
    const rows = x.length / sizes[0];
    return layers.reduce((input, { options, weights, bias, output, preactivation }) => {
      const length = rows * options.outputs;
      const results = { out: output.subarray(0, length), preactivation: preactivation?.subarray(0, length) };
      return dense(input, weights, bias, { ...options, ...results });
    }, x);
  }

  /**
   * @param {Float32Array} x @param {Uint8Array} labels @param {number} rate @returns {number} The
   * mean loss, before the step.
   */
  function step(x, labels, rate) {
    const { mean, gradient } = softmaxCrossEntropy(forward(x), labels, { shape: [batch, classes], out: ofLoss });
    layers.reduceRight((dy, { options, weights, preactivation, gradients }, i) => {
      const input = i > 0 ? layers[i - 1].output : x;
      dense.backward(dy, input, weights, { ...options, preactivation, out: gradients });
      return gradients.x;
    }, gradient);
    adam(rate);
    return mean;
  }

  return { sizes, batch, layers, parameters, input: floats(batch * sizes[0]), labels: new Uint8Array(batch), forward, step };
}

/** @param {number[]} sizes */
export function parameterCount(sizes) {
  return sizes.slice(1).reduce((count, outputs, i) => count + sizes[i] * outputs + outputs, 0);
}

/**
 * The bytes of hillock's memory that a network takes, and a little more. @param {number[]} sizes
 * @param {number} batch
 */
export function bytesNeeded(sizes, batch) {
  const activations = sizes.reduce((sum, size) => sum + size, 0);
  return 4 * (2 * parameterCount(sizes) + batch * (1 + 3 * activations)) + 64 * (4 + 3 * sizes.length);
}
