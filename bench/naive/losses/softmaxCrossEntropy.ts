/** -log softmax(x) at the label, its mean over the rows, and the gradient of that: as a textbook has it, and with the largest entry taken out first. */
import type { Floats } from "../../loops.js";
import type { Labels, LossLoops } from "../../shapes/loops.js";

export const targets = "rows";

export const naive: LossLoops = {
  labels(x: Floats, targets: Labels, loss: Floats, gradient: Floats, rows: number, n: number) {
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i]);
      for (let i = from; i < from + n; i++) {
        const p = Math.exp(x[i]) / sum;
        if (i === from + targets[row]) {
          loss[row] = -Math.log(p);
          gradient[i] = (p - 1) / rows;
        } else gradient[i] = p / rows;
      }
      total += loss[row];
    }
    return total / rows;
  },
  distributions(x: Floats, targets: Floats, loss: Floats, gradient: Floats, rows: number, n: number) {
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += Math.exp(x[i]);
      let entropy = 0;
      for (let i = from; i < from + n; i++) {
        const p = Math.exp(x[i]) / sum;
        entropy -= targets[i] * Math.log(p);
        gradient[i] = (p - targets[i]) / rows;
      }
      loss[row] = entropy;
      total += entropy;
    }
    return total / rows;
  },
};

export const stable: LossLoops = {
  labels(x: Floats, targets: Labels, loss: Floats, gradient: Floats, rows: number, n: number) {
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = from;
      for (let i = from; i < from + n; i++) if (x[i] > x[largest]) largest = i;
      let rest = 0;
      for (let i = from; i < from + n; i++) if (i !== largest) rest += Math.exp(x[i] - x[largest]);
      for (let i = from; i < from + n; i++) gradient[i] = Math.exp(x[i] - x[largest]) / (1 + rest) / rows;
      const label = from + targets[row];
      // Where the label is the largest, 1 - p from the rest: p - 1 would have nothing left of it.
      const below = label === largest ? rest / (1 + rest) : 1 - Math.exp(x[label] - x[largest]) / (1 + rest);
      gradient[label] = -below / rows;
      const entropy = Math.log1p(rest) - (x[label] - x[largest]);
      loss[row] = entropy;
      total += entropy;
    }
    return total / rows;
  },
  distributions(x: Floats, targets: Floats, loss: Floats, gradient: Floats, rows: number, n: number) {
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let largest = from;
      for (let i = from; i < from + n; i++) if (x[i] > x[largest]) largest = i;
      let rest = 0;
      let mass = 0;
      for (let i = from; i < from + n; i++) {
        if (i !== largest) rest += Math.exp(x[i] - x[largest]);
        mass += targets[i];
      }
      const logarithm = Math.log1p(rest);
      let entropy = 0;
      for (let i = from; i < from + n; i++) {
        entropy += targets[i] * (logarithm - (x[i] - x[largest]));
        gradient[i] = (mass * (Math.exp(x[i] - x[largest]) / (1 + rest)) - targets[i]) / rows;
      }
      loss[row] = entropy;
      total += entropy;
    }
    return total / rows;
  },
};
