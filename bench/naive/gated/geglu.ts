/** value * gelu(gate): with the tanh approximation that most JavaScript takes, and with the error function. */
import erfc from "@stdlib/math-base-special-erfc";
import type { Floats } from "../../loops.js";
import type { GatedLoops } from "../../shapes/loops.js";

const C = 0.7978845608028654; // sqrt(2 / pi)
const DENSITY = 0.3989422804014327; // 1 / sqrt(2 pi)

export const naive: GatedLoops = {
  value(value: Floats, gate: Floats, y: Floats) {
    for (let i = 0; i < y.length; i++) {
      const g = gate[i];
      y[i] = value[i] * 0.5 * g * (1 + Math.tanh(C * (g + 0.044715 * g * g * g)));
    }
  },
  packed(x: Floats, y: Floats, rows: number, n: number, value: number, gate: number, step: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * 2 * n;
      for (let i = 0; i < n; i++) {
        const g = x[from + gate + step * i];
        y[row * n + i] = x[from + value + step * i] * 0.5 * g * (1 + Math.tanh(C * (g + 0.044715 * g * g * g)));
      }
    }
  },
  backward(dy: Floats, value: Floats, gate: Floats, dvalue: Floats, dgate: Floats) {
    for (let i = 0; i < dy.length; i++) {
      const g = gate[i];
      const t = Math.tanh(C * (g + 0.044715 * g * g * g));
      dvalue[i] = dy[i] * 0.5 * g * (1 + t);
      dgate[i] = dy[i] * value[i] * (0.5 * (1 + t) + 0.5 * g * (1 - t * t) * C * (1 + 3 * 0.044715 * g * g));
    }
  },
};

export const stable: GatedLoops = {
  value(value: Floats, gate: Floats, y: Floats) {
    for (let i = 0; i < y.length; i++) y[i] = value[i] * gate[i] * 0.5 * erfc(-gate[i] * Math.SQRT1_2);
  },
  backward(dy: Floats, value: Floats, gate: Floats, dvalue: Floats, dgate: Floats) {
    for (let i = 0; i < dy.length; i++) {
      const g = gate[i];
      const below = 0.5 * erfc(-g * Math.SQRT1_2);
      dvalue[i] = dy[i] * g * below;
      dgate[i] = dy[i] * value[i] * (below + g * DENSITY * Math.exp(-0.5 * g * g));
    }
  },
};
