/** value * silu(gate) */
import type { Floats } from "../../loops.js";
import type { GatedLoops } from "../../shapes/loops.js";

export const naive: GatedLoops = {
  value(value: Floats, gate: Floats, y: Floats) {
    for (let i = 0; i < y.length; i++) y[i] = (value[i] * gate[i]) / (1 + Math.exp(-gate[i]));
  },
  packed(x: Floats, y: Floats, rows: number, n: number, value: number, gate: number, step: number) {
    for (let row = 0; row < rows; row++) {
      const from = row * 2 * n;
      for (let i = 0; i < n; i++) {
        const g = x[from + gate + step * i];
        y[row * n + i] = (x[from + value + step * i] * g) / (1 + Math.exp(-g));
      }
    }
  },
  backward(dy: Floats, value: Floats, gate: Floats, dvalue: Floats, dgate: Floats) {
    for (let i = 0; i < dy.length; i++) {
      const s = 1 / (1 + Math.exp(-gate[i]));
      dvalue[i] = dy[i] * gate[i] * s;
      dgate[i] = dy[i] * value[i] * s * (1 + gate[i] * (1 - s));
    }
  },
};

/** 1 - s by an exponential of its own: 1 - 1 / (1 + e) has nothing left of it where e is small. */
export const stable: GatedLoops = {
  value: naive.value,
  backward(dy: Floats, value: Floats, gate: Floats, dvalue: Floats, dgate: Floats) {
    for (let i = 0; i < dy.length; i++) {
      const s = 1 / (1 + Math.exp(-gate[i]));
      const rest = 1 / (1 + Math.exp(gate[i]));
      dvalue[i] = dy[i] * gate[i] * s;
      dgate[i] = dy[i] * value[i] * s * (1 + gate[i] * rest);
    }
  },
};
