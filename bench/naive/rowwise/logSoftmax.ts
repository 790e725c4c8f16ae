/** The logarithm of a softmax: as its name says, and as x minus the logarithm of the sum, with the largest entry taken out first. */
import type { Floats } from "../../loops.js";
import type { RowLoops } from "../../shapes/loops.js";

export const naive: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i]);
      for (let i = from; i < from + n; i++) y[i] = Math.log(Math.exp(x[i]) / sum);
    }
  },
  backwardFromOutput(dy: Floats, y: Floats, dx: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += dy[i];
      for (let i = from; i < from + n; i++) dx[i] = dy[i] - Math.exp(y[i]) * sum;
    }
  },
};

export const stable: RowLoops = {
  value(x: Floats, y: Floats, rows: number, n: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = from;
      for (let i = from; i < from + n; i++) if (x[i] > x[largest]) largest = i;
      // Without the largest entry, whose 1 would swallow a small rest.
      let rest = 0;
      for (let i = from; i < from + n; i++) if (i !== largest) rest += Math.exp(x[i] - x[largest]);
      const logarithm = Math.log1p(rest);
      for (let i = from; i < from + n; i++) y[i] = x[i] - x[largest] - logarithm;
    }
  },
};
