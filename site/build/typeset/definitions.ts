/**
 * Definitions of functions of `hillock/math` in TeX, where the specification's formula is the name
 * alone.
 */
const GAUSS = "\\frac{2}{\\sqrt{\\pi}} \\int";

export const DEFINITIONS: Readonly<Record<string, string>> = {
  acos: "\\arccos x, \\quad \\cos(\\arccos x) = x",
  asin: "\\arcsin x, \\quad \\sin(\\arcsin x) = x",
  atan: "\\arctan x, \\quad \\tan(\\arctan x) = x",
  atan2: "\\arg(x + i \\, y)",
  acosh: "\\log(x + \\sqrt{x^2 - 1})",
  asinh: "\\log(x + \\sqrt{x^2 + 1})",
  atanh: "\\frac{1}{2} \\log \\frac{1 + x}{1 - x}",
  cos: "\\frac{e^{ix} + e^{-ix}}{2}",
  sin: "\\frac{e^{ix} - e^{-ix}}{2 \\, i}",
  tan: "\\frac{\\sin x}{\\cos x}",
  cosh: "\\frac{e^x + e^{-x}}{2}",
  sinh: "\\frac{e^x - e^{-x}}{2}",
  tanh: "\\frac{e^x - e^{-x}}{e^x + e^{-x}}",
  erf: `${GAUSS}_0^x e^{-t^2} \\, \\mathrm{dt}`,
  erfc: `${GAUSS}_x^{\\infty} e^{-t^2} \\, \\mathrm{dt}`,
  log: "\\int_1^x \\frac{\\mathrm{dt}}{t}",
  log2: "\\frac{\\log x}{\\log 2}",
  log10: "\\frac{\\log x}{\\log 10}",
};
