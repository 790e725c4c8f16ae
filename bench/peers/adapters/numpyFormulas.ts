/** The functions and gradients as people write them in NumPy. `$` keeps an intermediate array, to be freed with the others. */
import type { Untyped } from "./load.js";

export type Keep = (array: Untyped) => Untyped;

/** sqrt(2 / pi) and the cubic term of Hendrycks and Gimpel 2016, section 2. */
const SCALE = 0.7978845608028654;
const CUBIC = 0.044715;

/** Of `x`. */
export function valuesOf(np: Untyped): Untyped {
  const swish = (beta: number) => (x: Untyped, $: Keep) => x.divide($($(np.exp($(x.multiply(-beta)))).add(1)));
  return {
    relu: (x: Untyped) => np.maximum(x, 0),
    leakyRelu: (x: Untyped, $: Keep) => np.maximum(x, $(x.multiply(0.01))),
    prelu: (x: Untyped, $: Keep) => np.maximum(x, $(x.multiply(0.25))),
    elu: (x: Untyped, $: Keep) => np.where($(np.greater(x, 0)), x, $(np.expm1(x))),
    sigmoid: (x: Untyped, $: Keep) => np.reciprocal($($(np.exp($(np.negative(x)))).add(1))),
    tanh: (x: Untyped) => np.tanh(x),
    softplus: (x: Untyped) => np.logaddexp(x, 0),
    silu: swish(1),
    swish: swish(1.702),
    gelu: (x: Untyped, $: Keep) => $($($(geluTanh(np, x, $)).add(1)).multiply(0.5)).multiply(x),
  };
}

/** dy f'(x) */
export function gradientsOf(np: Untyped): Untyped {
  const { sigmoid } = valuesOf(np);
  const slope = (negative: number) => (dy: Untyped, x: Untyped, $: Keep) => np.where($(np.greater(x, 0)), dy, $(dy.multiply(negative)));
  const oneMinus = (y: Untyped, $: Keep) => $($(np.negative(y)).add(1));
  /** s (1 + beta x (1 - s)) */
  const swish = (beta: number) => (dy: Untyped, x: Untyped, $: Keep) => {
    const scaled = beta === 1 ? x : $(x.multiply(beta));
    const s = $(sigmoid(scaled, $));
    return $($($(oneMinus(s, $).multiply(scaled)).add(1)).multiply(s)).multiply(dy);
  };
  return {
    relu: (dy: Untyped, x: Untyped, $: Keep) => dy.multiply($(np.greater(x, 0))),
    leakyRelu: slope(0.01),
    prelu: slope(0.25),
    elu: (dy: Untyped, x: Untyped, $: Keep) => np.where($(np.greater(x, 0)), dy, $($(np.exp(x)).multiply(dy))),
    sigmoid(dy: Untyped, x: Untyped, $: Keep) {
      const s = $(sigmoid(x, $));
      return $(oneMinus(s, $).multiply(s)).multiply(dy);
    },
    tanh(dy: Untyped, x: Untyped, $: Keep) {
      const t = $(np.tanh(x));
      return oneMinus($(t.multiply(t)), $).multiply(dy);
    },
    softplus: (dy: Untyped, x: Untyped, $: Keep) => $(sigmoid(x, $)).multiply(dy),
    silu: swish(1),
    swish: swish(1.702),
    gelu(dy: Untyped, x: Untyped, $: Keep) {
      const t = $(geluTanh(np, x, $));
      const inner = $($($($(x.multiply(x)).multiply(3 * CUBIC)).add(1)).multiply(0.5 * SCALE));
      const second = $(oneMinus($(t.multiply(t)), $).multiply($(inner.multiply(x))));
      return $($($(t.add(1)).multiply(0.5)).add(second)).multiply(dy);
    },
  };
}

/** tanh(sqrt(2 / pi) (x + 0.044715 x³)) */
function geluTanh(np: Untyped, x: Untyped, $: Keep): Untyped {
  const cubed = $($($(x.multiply(x)).multiply(x)).multiply(CUBIC));
  return np.tanh($($(cubed.add(x)).multiply(SCALE)));
}
