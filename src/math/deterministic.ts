import { acos } from "./acos.js";
import { acosh } from "./acosh.js";
import { asin } from "./asin.js";
import { asinh } from "./asinh.js";
import { atan } from "./atan.js";
import { atan2 } from "./atan2.js";
import { atanh } from "./atanh.js";
import { cbrt } from "./cbrt.js";
import { cos } from "./cos.js";
import { cosh } from "./cosh.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { hypot } from "./hypot.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import { log2 } from "./log2.js";
import { log10 } from "./log10.js";
import { pow } from "./pow.js";
import { sin } from "./sin.js";
import { sinh } from "./sinh.js";
import { sqrt } from "./sqrt.js";
import { tan } from "./tan.js";
import { tanh } from "./tanh.js";

const { E, LN10, LN2, LOG10E, LOG2E, PI, SQRT1_2, SQRT2, abs, ceil, clz32, floor, fround, imul, max, min, round, sign, trunc } = Math;

/**
 * The functions and constants that `Math` has in ECMAScript 2024, but for `random`, with the same
 * bits in every engine: those that are exact by the standard are the host's own.
 *
 *     const Math = deterministic;
 *
 * @example
 * import { deterministic } from "hillock/math";
 * deterministic.sin(1) + deterministic.floor(1.5); // => 1.8414709848078965
 */
export const deterministic = /*#__PURE__*/ Object.freeze({
  E,
  LN10,
  LN2,
  LOG10E,
  LOG2E,
  PI,
  SQRT1_2,
  SQRT2,
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  ceil,
  clz32,
  cos,
  cosh,
  exp,
  expm1,
  floor,
  fround,
  hypot,
  imul,
  log,
  log10,
  log1p,
  log2,
  max,
  min,
  pow,
  round,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
});
