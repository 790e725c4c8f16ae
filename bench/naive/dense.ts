/**
 * A dense layer in three loops, and again in the order that is kind to the cache: the innermost loop along rows. Where the weights are
 * [outputs, inputs], the straight loops already run along rows.
 */
import type { Floats } from "../loops.js";
import type { DenseLoops, Sizes } from "../shapes/loops.js";

export const straight: DenseLoops = {
  forward(x: Floats, w: Floats, bias: Floats, y: Floats, { batch, inputs, outputs }: Sizes) {
    for (let b = 0; b < batch; b++) {
      for (let o = 0; o < outputs; o++) {
        let sum = bias[o];
        for (let i = 0; i < inputs; i++) sum += x[b * inputs + i] * w[i * outputs + o];
        y[b * outputs + o] = sum;
      }
    }
  },
  backward(dy: Floats, x: Floats, w: Floats, dx: Floats, dw: Floats, db: Floats, { batch, inputs, outputs }: Sizes) {
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let o = 0; o < outputs; o++) sum += dy[b * outputs + o] * w[i * outputs + o];
        dx[b * inputs + i] = sum;
      }
    }
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let b = 0; b < batch; b++) sum += x[b * inputs + i] * dy[b * outputs + o];
        dw[i * outputs + o] = sum;
      }
    }
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let b = 0; b < batch; b++) sum += dy[b * outputs + o];
      db[o] = sum;
    }
  },
};

export const transposed: DenseLoops = {
  forward(x: Floats, w: Floats, bias: Floats, y: Floats, { batch, inputs, outputs }: Sizes) {
    for (let b = 0; b < batch; b++) {
      for (let o = 0; o < outputs; o++) {
        let sum = bias[o];
        for (let i = 0; i < inputs; i++) sum += x[b * inputs + i] * w[o * inputs + i];
        y[b * outputs + o] = sum;
      }
    }
  },
  backward(dy: Floats, x: Floats, w: Floats, dx: Floats, dw: Floats, db: Floats, { batch, inputs, outputs }: Sizes) {
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let o = 0; o < outputs; o++) sum += dy[b * outputs + o] * w[o * inputs + i];
        dx[b * inputs + i] = sum;
      }
    }
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let b = 0; b < batch; b++) sum += x[b * inputs + i] * dy[b * outputs + o];
        dw[o * inputs + i] = sum;
      }
    }
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let b = 0; b < batch; b++) sum += dy[b * outputs + o];
      db[o] = sum;
    }
  },
};

export const byRows: DenseLoops = {
  forward(x: Floats, w: Floats, bias: Floats, y: Floats, { batch, inputs, outputs }: Sizes) {
    for (let b = 0; b < batch; b++) {
      const to = b * outputs;
      for (let o = 0; o < outputs; o++) y[to + o] = bias[o];
      for (let i = 0; i < inputs; i++) {
        const xi = x[b * inputs + i];
        const from = i * outputs;
        for (let o = 0; o < outputs; o++) y[to + o] += xi * w[from + o];
      }
    }
  },
  backward(dy: Floats, x: Floats, w: Floats, dx: Floats, dw: Floats, db: Floats, { batch, inputs, outputs }: Sizes) {
    dw.fill(0);
    db.fill(0);
    for (let b = 0; b < batch; b++) {
      const from = b * outputs;
      for (let i = 0; i < inputs; i++) {
        const row = i * outputs;
        const xi = x[b * inputs + i];
        let sum = 0;
        for (let o = 0; o < outputs; o++) {
          sum += dy[from + o] * w[row + o];
          dw[row + o] += xi * dy[from + o];
        }
        dx[b * inputs + i] = sum;
      }
      for (let o = 0; o < outputs; o++) db[o] += dy[from + o];
    }
  },
};
