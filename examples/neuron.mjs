// One neuron learns what "or" means: node examples/neuron.mjs
import { sigmoid } from "hillock";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const wanted = [0, 1, 1, 1];
const weights = [0, 0, 0]; // the last one is the bias

for (let epoch = 0; epoch < 2000; epoch++) {
  const z = Float64Array.from(inputs, ([a, b]) => weights[0] * a + weights[1] * b + weights[2]);
  const y = sigmoid(z);
  const slope = sigmoid.backward(y.map((value, i) => value - wanted[i]), z); // of half the squared error, by z
  inputs.forEach(([a, b], i) => [a, b, 1].forEach((input, k) => { weights[k] -= slope[i] * input; }));
}

const answers = sigmoid(Float64Array.from(inputs, ([a, b]) => weights[0] * a + weights[1] * b + weights[2]));
inputs.forEach(([a, b], i) => console.log(`${a} or ${b} = ${answers[i].toFixed(3)}`));
