/** -t log p - (1 - t) log(1 - p) with p = sigmoid(x), its mean, and the gradient of that: as written here, and without p. */
import type { Floats } from "../../loops.js";
import type { LossLoops } from "../../shapes/loops.js";

export const targets = "elements";

export const naive: LossLoops = {
  elements(x: Floats, targets: Floats, loss: Floats, gradient: Floats) {
    let total = 0;
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-x[i]));
      const entropy = -targets[i] * Math.log(p) - (1 - targets[i]) * Math.log(1 - p);
      loss[i] = entropy;
      gradient[i] = (p - targets[i]) / x.length;
      total += entropy;
    }
    return total / x.length;
  },
};

export const stable: LossLoops = {
  elements(x: Floats, targets: Floats, loss: Floats, gradient: Floats) {
    let total = 0;
    for (let i = 0; i < x.length; i++) {
      const t = targets[i];
      const e = Math.exp(-Math.abs(x[i]));
      // Either term is 0 or has the sign of the other: max(x, 0) - t x would cancel at t = 1.
      const entropy = (x[i] > 0 ? (1 - t) * x[i] : -t * x[i]) + Math.log1p(e);
      loss[i] = entropy;
      const p = x[i] > 0 ? 1 / (1 + e) : e / (1 + e);
      const rest = x[i] > 0 ? e / (1 + e) : 1 / (1 + e);
      gradient[i] = ((1 - t) * p - t * rest) / x.length;
      total += entropy;
    }
    return total / x.length;
  },
};
