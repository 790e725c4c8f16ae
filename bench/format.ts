/** Figures as text, the same on the terminal and in the report. */
import type { Type } from "./numbers.js";

/** Three significant digits, never an exponent below a million. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "-";
  if (value >= 1000) return value < 1e6 ? value.toFixed(0) : value.toExponential(1).replace("e+", "e");
  return value.toPrecision(3);
}

/** 0.5001, 3.2, 1.7e7; `wrong` for a NaN or an infinity in the wrong place. */
export function ulps(value: number | null | undefined): string {
  if (value === undefined) return "-";
  if (value === null) return "wrong";
  if (value === 0) return "exact";
  return value < 1 ? value.toFixed(4) : value < 1000 ? value.toPrecision(3) : value.toExponential(1).replace("e+", "e");
}

/** A number of the type with the fewest digits that tell it from its neighbours. */
export function numeral(value: number, type: Type): string {
  if (type === "float64" || !Number.isFinite(value)) return String(value);
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find((precision) => Math.fround(Number(value.toPrecision(precision))) === Math.fround(value));
  return String(Number(value.toPrecision(digits ?? 9)));
}

/** 64, 4096, 1e6 */
export function length(n: number): string {
  const [, mantissa, exponent] = /^(\d(?:\.\d)?)e\+(\d+)$/.exec(n.toExponential()) ?? [];
  return mantissa && Number(exponent) >= 5 ? `${mantissa}e${exponent}` : `${n}`;
}

export function times(value: number | undefined): string {
  return value === undefined ? "-" : `${figure(value)}x`;
}

/** 64x1000 */
export function shapeText(shape: readonly number[]): string {
  return shape.join("x");
}
