/**
 * The formulas that people write in NumPy otherwise than elsewhere. It has no error function, so
 * that gelu is the approximation by tanh.
 */

const INNER = "tanh(sqrt(2/pi)*(x + 0.044715*(x*x*x)))";
const GELU_SLOPE = `(1 + ${INNER})*0.5 + (1 - ${INNER}*${INNER})*(x*(sqrt(0.5/pi)*(1 + 3*0.044715*(x*x))))`;
const swishSlope = (product: string) => `sigmoid(${product})*(1 + ${product}*(1 - sigmoid(${product})))`;

export const VALUES: { readonly [name: string]: string } = {
  leakyRelu: "max(x, negativeSlope*x)",
  prelu: "max(x, alpha*x)",
  silu: "x/(1 + exp(-x))",
  swish: "x/(1 + exp(-beta*x))",
  quickGelu: "x/(1 + exp(-1.702*x))",
  gelu: `x*(0.5*(1 + ${INNER}))`,
  geluTanh: `x*(0.5*(1 + ${INNER}))`,
};

export const DERIVATIVES: { readonly [name: string]: string } = {
  sigmoid: "sigmoid(x)*(1 - sigmoid(x))",
  tanh: "1 - tanh(x)*tanh(x)",
  scaledTanh: "alpha*beta*(1 - tanh(beta*x)*tanh(beta*x))",
  silu: swishSlope("x"),
  swish: swishSlope("(beta*x)"),
  quickGelu: swishSlope("(1.702*x)"),
  gelu: GELU_SLOPE,
  geluTanh: GELU_SLOPE,
};
