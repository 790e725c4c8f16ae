// One neuron learns what "or" means: node examples/neuron.mjs
import { sigmoid } from "hillock";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const wanted = [0, 1, 1, 1];
const w = [0, 0, 0]; // two weights and a bias
const forward = () => Float64Array.from(x, ([a, b]) => w[0] * a + w[1] * b + w[2]);

for (let epoch = 0; epoch < 2000; epoch++) {
  const z = forward();
  const error = sigmoid(z).map((y, i) => y - wanted[i]);
  const slope = sigmoid.backward(error, z); // of half the squared error, where the activation gets its input
  for (const [i, [a, b]] of x.entries()) {
    w[0] -= slope[i] * a;
    w[1] -= slope[i] * b;
    w[2] -= slope[i];
  }
}

for (const [i, y] of sigmoid(forward()).entries()) console.log(`${x[i].join(" or ")} = ${y.toFixed(3)}`);
