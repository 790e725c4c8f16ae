/**
 * Adam (Kingma and Ba 2015, algorithm 1): every parameter goes down its own gradient, averaged over
 * the last steps, in steps that are as long for small gradients as for large ones.
 */
const MEMORY = 0.9; // beta 1: of the gradient
const SQUARE_MEMORY = 0.999; // beta 2: of its square
const EPSILON = 1e-8;

/**
 * @param {Float32Array} parameters Changed by every step.
 * @param {Float32Array} gradients As they are when a step is made.
 * @returns {(rate: number) => void} Makes one step.
 */
export function createAdam(parameters, gradients) {
  const mean = new Float32Array(parameters.length);
  const square = new Float32Array(parameters.length);
  // The averages begin at 0: they are short of the true ones by these shares. Products, because
  // engines differ in the last bit of powers.
  let missing = 1;
  let squareMissing = 1;

  return (rate) => {
    missing *= MEMORY;
    squareMissing *= SQUARE_MEMORY;
    const step = rate / (1 - missing);
    const scale = 1 / (1 - squareMissing);
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i];
      mean[i] += (1 - MEMORY) * (gradient - mean[i]);
      square[i] += (1 - SQUARE_MEMORY) * (gradient * gradient - square[i]);
      parameters[i] -= (step * mean[i]) / (Math.sqrt(scale * square[i]) + EPSILON);
    }
  };
}
