/** One slope for every channel of the last axis, or one for all. */
import type { Floats } from "../../loops.js";
import type { LearnableLoops } from "../../shapes/loops.js";

export const parameter = "alpha";

export const naive: LearnableLoops = {
  value(x: Floats, alpha: Floats, y: Floats) {
    const channels = alpha.length;
    for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? x[i] : alpha[i % channels] * x[i];
  },
  backward(dy: Floats, x: Floats, alpha: Floats, dx: Floats) {
    const channels = alpha.length;
    for (let i = 0; i < x.length; i++) dx[i] = dy[i] * (x[i] > 0 ? 1 : alpha[i % channels]);
  },
  parameterGradients(dy: Floats, x: Floats, alpha: Floats, dalpha: Floats) {
    const channels = alpha.length;
    dalpha.fill(0);
    for (let i = 0; i < x.length; i++) if (x[i] < 0) dalpha[i % channels] += dy[i] * x[i];
  },
};
