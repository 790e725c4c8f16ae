/**
 * The functions whose values and derivatives in float32 have been sampled, and not yet all tried:
 * `npm run verify -- NAME value derivative pairValue pairDerivative --exhaustive --update` and
 * `NAME secondDerivative --zone --update` do it, of those of hillock/math the first, after which a
 * name leaves this list.
 */
export const outstanding: readonly string[] = [
  "dynamicTanh",
  "rrelu",
  "tanhShrink",
  "xielu",
  "math.acos",
  "math.acosh",
  "math.asin",
  "math.asinh",
  "math.atan",
  "math.atanh",
  "math.cbrt",
  "math.cos",
  "math.cosh",
  "math.erf",
  "math.erfc",
  "math.exp2",
  "math.expm1",
  "math.log10",
  "math.log1p",
  "math.log2",
  "math.logNormalCdf",
  "math.normalCdf",
  "math.sin",
  "math.sinh",
  "math.tan",
];
