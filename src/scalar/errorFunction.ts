import {
  COMPLEMENT_TAIL_0,
  COMPLEMENT_TAIL_1,
  COMPLEMENT_TAIL_2,
  COMPLEMENT_TAIL_3,
  COMPLEMENT_TAIL_4,
  COMPLEMENT_TAIL_5,
  COMPLEMENT_TAIL_6,
  COMPLEMENT_TAIL_7,
  COMPLEMENT_TAIL_8,
  COMPLEMENT_TAIL_9,
  COMPLEMENT_TAIL_10,
  COMPLEMENT_TAIL_11,
  COMPLEMENT_TAIL_12,
  COMPLEMENT_TAIL_13,
  COMPLEMENT_TAIL_14,
  COMPLEMENT_TAIL_15,
  COMPLEMENT_TAIL_16,
  COMPLEMENT_TAIL_17,
  COMPLEMENT_TAIL_18,
  COMPLEMENT_TAIL_19,
  COMPLEMENT_TAIL_20,
  ERF_SLOPE,
  ERROR_FUNCTION_0,
  ERROR_FUNCTION_1,
  ERROR_FUNCTION_2,
  ERROR_FUNCTION_3,
  ERROR_FUNCTION_4,
  ERROR_FUNCTION_5,
  ERROR_FUNCTION_6,
  ERROR_FUNCTION_7,
  ERROR_FUNCTION_8,
  ERROR_FUNCTION_9,
  ERROR_FUNCTION_10,
  ERROR_FUNCTION_11,
  ERROR_TAIL_0,
  ERROR_TAIL_1,
  ERROR_TAIL_2,
  ERROR_TAIL_3,
  ERROR_TAIL_4,
  ERROR_TAIL_5,
  ERROR_TAIL_6,
  ERROR_TAIL_7,
  ERROR_TAIL_8,
  ERROR_TAIL_9,
  ERROR_TAIL_10,
  ERROR_TAIL_11,
  ERROR_TAIL_12,
} from "./elementaryCoefficients.js";
import { octavesOfBell, timesBell } from "./normalTail.js";
import { power, scaled } from "./power.js";

/** erf x, within 1 ULP: 1 less a tail that need not be exact itself. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 0.84375)) return x + beyondLine(x);
  const b = Math.min(a, 6);
  const tail = timesBell(restOfSmall(Math.fround(b)), b, ERROR_TAIL_0, 0.75, ERF_SLOPE, 1) * power(octavesOfBell(b, 1));
  return x < 0 ? tail - 1 : 1 - tail;
}

/** erfc x = 1 - erf x, within 1.7 ULP. */
export function erfc(x: number): number {
  if (x > -0.84375 && x < 0.75) {
    const y = 1 - x;
    return y + (1 - y - x - beyondLine(x));
  }
  const a = Math.min(Math.abs(x), 27.4);
  const y = timesBell(restOfLarge(Math.fround(a)), a, COMPLEMENT_TAIL_0, 0.75, ERF_SLOPE, 1);
  const n = octavesOfBell(a, 1);
  return x < 0 ? 2 - y * power(Math.max(n, -1000)) : scaled(y, n);
}

/** erf x - x for |x| <= 27/32 */
function beyondLine(x: number): number {
  const w = x * x - 0.3125;
  const w2 = w * w;
  const upper =
    ((((ERROR_FUNCTION_11 * w + ERROR_FUNCTION_10) * w + ERROR_FUNCTION_9) * w + ERROR_FUNCTION_8) * w + ERROR_FUNCTION_7) * w +
    ERROR_FUNCTION_6;
  const lower =
    ((((ERROR_FUNCTION_5 * w + ERROR_FUNCTION_4) * w + ERROR_FUNCTION_3) * w + ERROR_FUNCTION_2) * w + ERROR_FUNCTION_1) * w +
    ERROR_FUNCTION_0;
  return x * (lower + w2 * w2 * w2 * upper);
}

/** The polynomial of erfc h for 3/4 <= h <= 27.4, but for its first term. */
function restOfLarge(h: number): number {
  const t = (h - 3.25) / (h + 3.25);
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const upper = (COMPLEMENT_TAIL_20 * t + COMPLEMENT_TAIL_19) * t + COMPLEMENT_TAIL_18;
  const third =
    ((((COMPLEMENT_TAIL_17 * t + COMPLEMENT_TAIL_16) * t + COMPLEMENT_TAIL_15) * t + COMPLEMENT_TAIL_14) * t + COMPLEMENT_TAIL_13) * t +
    COMPLEMENT_TAIL_12;
  const second =
    ((((COMPLEMENT_TAIL_11 * t + COMPLEMENT_TAIL_10) * t + COMPLEMENT_TAIL_9) * t + COMPLEMENT_TAIL_8) * t + COMPLEMENT_TAIL_7) * t +
    COMPLEMENT_TAIL_6;
  const first =
    ((((COMPLEMENT_TAIL_5 * t + COMPLEMENT_TAIL_4) * t + COMPLEMENT_TAIL_3) * t + COMPLEMENT_TAIL_2) * t + COMPLEMENT_TAIL_1) * t;
  return first + t6 * (second + t6 * (third + t6 * upper));
}

/** The same for 27/32 <= h <= 6, as exactly as 1 less erfc h needs it. */
function restOfSmall(h: number): number {
  const t = (h - 2.5) / (h + 2.5);
  const t2 = t * t;
  const upper =
    (((((ERROR_TAIL_12 * t + ERROR_TAIL_11) * t + ERROR_TAIL_10) * t + ERROR_TAIL_9) * t + ERROR_TAIL_8) * t + ERROR_TAIL_7) * t +
    ERROR_TAIL_6;
  const first = ((((ERROR_TAIL_5 * t + ERROR_TAIL_4) * t + ERROR_TAIL_3) * t + ERROR_TAIL_2) * t + ERROR_TAIL_1) * t;
  return first + t2 * t2 * t2 * upper;
}
