/** The slope of the sigmoid, one for all. */
import type { Floats } from "../../loops.js";
import type { LearnableLoops } from "../../shapes/loops.js";

export const parameter = "beta";

export const naive: LearnableLoops = {
  parameterGradients(dy: Floats, x: Floats, beta: Floats, dbeta: Floats) {
    const [b] = beta;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const s = 1 / (1 + Math.exp(-b * x[i]));
      sum += dy[i] * x[i] * x[i] * s * (1 - s);
    }
    dbeta[0] = sum;
  },
};
