/** exp(x) over its sum: as a textbook has it, and with the largest entry taken out first. */
import type { Floats } from "../../loops.js";
import type { RowLoops } from "../../shapes/loops.js";

export const naive: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i]);
      for (let i = from; i < from + n; i++) y[i] = Math.exp(x[i]) / sum;
    }
  },
  backwardFromOutput: gradient,
};

export const stable: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = -Infinity;
      for (let i = from; i < from + n; i++) if (x[i] > largest) largest = x[i];
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i] - largest);
      for (let i = from; i < from + n; i++) y[i] = Math.exp(x[i] - largest) / sum;
    }
  },
};

function gradient(dy: Floats, y: Floats, dx: Floats, rows: number, n: number): void {
  for (let row = 0; row < rows; row++) {
    const from = row * n;
    let sum = 0;
    for (let i = from; i < from + n; i++) sum += dy[i] * y[i];
    for (let i = from; i < from + n; i++) dx[i] = y[i] * (dy[i] - sum);
  }
}
