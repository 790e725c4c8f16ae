/** Loops of the functions of features, along the last axis: as a textbook has them. */
import { type AnyLoop, compile, type LoopText } from "./compile.js";

interface Feature {
  /** The number of elements of x, and of y, that belong together. */
  readonly x: number;
  readonly y: number;
  /**
   * Bodies for one row of `n` features, from `from` in x and `to` in y; a gradient is written to
   * dx.
   */
  readonly value: string;
  readonly backward: string;
}

const LARGEST = "let at = from + 2 * i; if (x[at + 1] > x[at]) at++;";

const features: { readonly [name: string]: Feature } = {
  crelu: {
    x: 1,
    y: 2,
    value: `for (let i = 0; i < n; i++) { y[to + i] = Math.max(x[from + i], 0); y[to + n + i] = Math.max(-x[from + i], 0); }`,
    backward: `for (let i = 0; i < n; i++)
      dx[from + i] = x[from + i] > 0 ? dy[to + i] : x[from + i] < 0 ? -dy[to + n + i] : 0;`,
  },
  maxout: {
    x: 2,
    y: 1,
    value: `for (let i = 0; i < n / 2; i++) { ${LARGEST} y[to + i] = x[at]; }`,
    backward: `for (let i = 0; i < n / 2; i++) { ${LARGEST} dx[from + 2 * i] = dx[from + 2 * i + 1] = 0; dx[at] = dy[to + i]; }`,
  },
};

/** The number of results to each feature: of a function without loops as many. */
export function resultsOf(name: string): number {
  const { x, y } = features[name] ?? { x: 1, y: 1 };
  return y / x;
}

/** Called with the inputs, the result, the number of rows, and their length in x. */
export function featureLoopText(name: string, method: "value" | "backward"): LoopText | undefined {
  const feature = features[name];
  if (!feature) return undefined;
  const parameters = method === "value" ? "x, y, rows, n" : "dy, x, dx, rows, n";
  const to = `row * n * ${feature.y} / ${feature.x}`;
  return [parameters, `for (let row = 0; row < rows; row++) { const from = row * n, to = ${to}; ${feature[method]} }`];
}

export function featureLoop(...given: Parameters<typeof featureLoopText>): AnyLoop | undefined {
  const text = featureLoopText(...given);
  return text && compile(...text);
}
