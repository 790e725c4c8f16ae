/** Names and numbers of formulas in TeX. */

const NAMES: Readonly<Record<string, string>> = { pi: "\\pi", inf: "\\infty", Infinity: "\\infty", temperature: "T" };
const GREEK = new Set(["alpha", "beta", "gamma", "delta", "theta", "omega", "lambda"]);

/** Functions that TeX knows, and those that mathematics writes otherwise than the specification. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["log", "sin", "cos", "tan", "min", "max", "tanh", "sinh", "cosh"].map((name) => [name, `\\${name}`])),
  acos: "\\arccos",
  asin: "\\arcsin",
  atan: "\\arctan",
  acosh: "\\operatorname{arcosh}",
  asinh: "\\operatorname{arsinh}",
  atanh: "\\operatorname{artanh}",
  log2: "\\log_2",
  log10: "\\log_{10}",
  sign: "\\operatorname{sgn}",
  sigmoid: "\\sigma",
  normalCdf: "\\Phi",
};

/** The significant digits of a constant that is not shown whole. */
const DIGITS = 8;

export function nameOf(name: string): string {
  if (NAMES[name]) return NAMES[name];
  if (GREEK.has(name)) return `\\${name}`;
  if (/^d[a-z]$/.test(name)) return `\\mathrm{d${name.slice(1)}}`;
  return name.length === 1 ? name : `\\mathrm{${name}}`;
}

/** Whether a name is a word, which needs a sign between itself and what it is multiplied by. */
export const isWord = (tex: string): boolean => /^\\mathrm\{\w{3,}\}/.test(tex);

export function functionOf(name: string): string {
  return FUNCTIONS[name] ?? `\\operatorname{${name}}`;
}

/** A number as it is written: 0.5 as a half, a long constant with its first digits. */
export function numberOf(text: string): string {
  if (text === "0.5") return "\\tfrac{1}{2}";
  const [digits = "", exponent] = String(Number(text)).split("e");
  const shown = digits.length > DIGITS + 4 ? `${digits.slice(0, digits.indexOf(".") + DIGITS)}\\text{…}` : digits;
  return exponent === undefined ? shown : `${shown} \\cdot 10^{${Number(exponent)}}`;
}
