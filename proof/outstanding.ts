/**
 * The activations whose values and derivatives in float32 have been sampled, and not yet all tried:
 * `npm run verify -- NAME --record` does it, after which a name leaves this list.
 */
export const outstanding: readonly string[] = [
  "bentIdentity",
  "dynamicTanh",
  "elish",
  "hardSigmoid",
  "hardSwish",
  "isrlu",
  "isru",
  "linear",
  "logCosh",
  "rrelu",
  "sine",
  "snake",
  "sparsePlus",
  "sparseSigmoid",
  "squareplus",
  "tanhShrink",
  "xielu",
];
