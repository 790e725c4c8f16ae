/** The logarithm of a sum of exponentials: as its name says, and with the largest entry taken out first. */
import type { Floats } from "../../loops.js";
import type { RowLoops } from "../../shapes/loops.js";

export const naive: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let i = row * n; i < (row + 1) * n; i++) sum += Math.exp(x[i]);
      y[row] = Math.log(sum);
    }
  },
  backward(dy: Floats, x: Floats, dx: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i]);
      for (let i = from; i < from + n; i++) dx[i] = (dy[row] * Math.exp(x[i])) / sum;
    }
  },
};

export const stable: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = from;
      for (let i = from; i < from + n; i++) if (x[i] > x[largest]) largest = i;
      let rest = 0;
      for (let i = from; i < from + n; i++) if (i !== largest) rest += Math.exp(x[i] - x[largest]);
      y[row] = x[largest] + Math.log1p(rest);
    }
  },
  backward(dy: Floats, x: Floats, dx: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = -Infinity;
      for (let i = from; i < from + n; i++) if (x[i] > largest) largest = x[i];
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i] - largest);
      for (let i = from; i < from + n; i++) dx[i] = (dy[row] * Math.exp(x[i] - largest)) / sum;
    }
  },
};
