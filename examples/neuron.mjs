// One neuron learns what "or" means: node examples/neuron.mjs
import { sigmoid } from "hillock";

const a = [0, 0, 1, 1];
const b = [0, 1, 0, 1];
const wanted = [0, 1, 1, 1];
let [weightA, weightB, bias] = [0, 0, 0];
const inputsOfSigmoid = () => Float64Array.from(a, (_, i) => weightA * a[i] + weightB * b[i] + bias);

for (let epoch = 0; epoch < 2000; epoch++) {
  const z = inputsOfSigmoid();
  const error = sigmoid(z).map((y, i) => y - wanted[i]); // the gradient of half the squared error, at the output
  const slope = sigmoid.backward(error, z); // and at the input of sigmoid
  for (let i = 0; i < slope.length; i++) {
    weightA -= slope[i] * a[i];
    weightB -= slope[i] * b[i];
    bias -= slope[i];
  }
}

const answers = sigmoid(inputsOfSigmoid());
for (const i of answers.keys()) console.log(`${a[i]} or ${b[i]} = ${answers[i].toFixed(3)}`);
