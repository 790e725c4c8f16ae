import { PARAMETER, PARAMETERS } from "../context";
import { Lanes } from "../lanes";
import { peak } from "./parts/gradients";
import { fill, top } from "./parts/threshold";

export { top } from "./parts/threshold";
export { transpose } from "./parts/transpose";

export type Float32 = Lanes<f32>;
export type Float64 = Lanes<f64>;

/**
 * The offset of parameter 6 in a context, as f64: all results of a row without an entry above
 * -Infinity, unless it is NaN.
 */
const EMPTY_VALUE: usize = PARAMETERS + 6 * PARAMETER;

/**
 * Writes rows with 1 in the place of the first of the largest entries, 0 elsewhere. x and y may be
 * one array.
 */
export function value<T extends number>(x: usize, y: usize, rows: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  const empty = load<f64>(c, EMPTY_VALUE);
  for (; rows > 0; rows--) {
    const largest = top<T>(x, n, c);
    if (!(largest >= -Infinity)) fill<T>(y, n, NaN);
    else if (largest === -Infinity && empty >= -Infinity) fill<T>(y, n, empty);
    else {
      const first = peak<T>(x, size);
      fill<T>(y, n, 0);
      if (n) store<T>(y + first, <T>1);
    }
    x += size;
    y += size;
  }
}
