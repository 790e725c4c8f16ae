/** Losses with the gradient of their mean, as loops. */
import type { Floats } from "../../loops.js";
import { compile } from "./formulas.js";

type SoftmaxLoss = (x: Floats, labels: Int32Array, columns: number, mean: Floats, gradient: Floats) => void;
type SigmoidLoss = (x: Floats, targets: Floats, mean: Floats, gradient: Floats) => void;

/** Unshifted, the loss is the logarithm of the softmax, as it is usually written down. */
export function softmaxCrossEntropy(shifted: boolean): SoftmaxLoss {
  const most = shifted ? "let m = -Infinity; for (let i = 0; i < columns; i++) if (x[o + i] > m) m = x[o + i];" : "const m = 0;";
  const loss = shifted ? "Math.log(s) - (x[o + labels[row]] - m)" : "-Math.log(Math.exp(x[o + labels[row]]) / s)";
  return compile(
    "x, labels, columns, mean, gradient",
    `const rows = labels.length;
     let sum = 0;
     for (let row = 0; row < rows; row++) {
       const o = row * columns;
       ${most}
       let s = 0;
       for (let i = 0; i < columns; i++) s += gradient[o + i] = Math.exp(x[o + i] - m);
       for (let i = 0; i < columns; i++) gradient[o + i] /= s * rows;
       gradient[o + labels[row]] -= 1 / rows;
       sum += ${loss};
     }
     mean[0] = sum / rows;`,
  );
}

export function sigmoidBinaryCrossEntropy(style: "naive" | "stable"): SigmoidLoss {
  const loss =
    style === "naive"
      ? "const s = 1 / (1 + Math.exp(-v)); sum -= t * Math.log(s) + (1 - t) * Math.log(1 - s);"
      : "const e = Math.exp(-Math.abs(v)), s = (v >= 0 ? 1 : e) / (1 + e); sum += Math.max(v, 0) - v * t + Math.log1p(e);";
  return compile(
    "x, targets, mean, gradient",
    `let sum = 0;
     for (let i = 0; i < x.length; i++) {
       const v = x[i], t = targets[i];
       ${loss}
       gradient[i] = (s - t) / x.length;
     }
     mean[0] = sum / x.length;`,
  );
}
