// A network with one hidden layer of 16 neurons learns sin(x) on [-3, 3]: node
// examples/backpropagation.mjs Every array lives in hillock's memory, so no step of the training
// copies or allocates.
import { alloc, tanh } from "hillock";

const SAMPLES = 64,
  HIDDEN = 16,
  RATE = 0.05,
  EPOCHS = 4000;
const x = Float32Array.from({ length: SAMPLES }, (_, i) => -3 + (6 * i) / (SAMPLES - 1));
const wanted = x.map(Math.sin);

// A fixed sequence, so that every run learns the same.
let seed = 7;
function uniform() {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647 - 0.5;
}
const weightsIn = Float32Array.from({ length: HIDDEN }, () => 2 * uniform());
const biasIn = Float32Array.from({ length: HIDDEN }, () => 4 * uniform());
const weightsOut = Float32Array.from({ length: HIDDEN }, () => uniform());
let biasOut = 0;

const z = alloc(Float32Array, SAMPLES * HIDDEN); // what goes into the hidden neurons
const h = alloc(Float32Array, SAMPLES * HIDDEN); // what comes out of them
const dz = alloc(Float32Array, SAMPLES * HIDDEN); // the gradient at z; first the one at h

function forward() {
  for (let i = 0; i < SAMPLES; i++) for (let k = 0; k < HIDDEN; k++) z[i * HIDDEN + k] = x[i] * weightsIn[k] + biasIn[k];
  tanh(z, { out: h });
  return x.map((_, i) => h.subarray(i * HIDDEN, (i + 1) * HIDDEN).reduce((sum, value, k) => sum + value * weightsOut[k], biasOut));
}

function step() {
  const y = forward();
  const dy = y.map((value, i) => (value - wanted[i]) / SAMPLES);
  for (let i = 0; i < SAMPLES; i++) for (let k = 0; k < HIDDEN; k++) dz[i * HIDDEN + k] = dy[i] * weightsOut[k];
  tanh.backward(dz, z, { out: dz });
  for (let i = 0; i < SAMPLES; i++) {
    for (let k = 0; k < HIDDEN; k++) {
      weightsOut[k] -= RATE * dy[i] * h[i * HIDDEN + k];
      weightsIn[k] -= RATE * dz[i * HIDDEN + k] * x[i];
      biasIn[k] -= RATE * dz[i * HIDDEN + k];
    }
    biasOut -= RATE * dy[i];
  }
  return Math.sqrt(y.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0) / SAMPLES);
}

for (let epoch = 0; epoch <= EPOCHS; epoch++) {
  const error = step();
  if (epoch % 1000 === 0) console.log(`epoch ${String(epoch).padStart(4)}: root mean square error ${error.toFixed(4)}`);
}
