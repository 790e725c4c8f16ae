/** A layer and its gradients as loops. */
import type { Floats } from "../../loops.js";
import type { Call, Candidate, Result } from "../peer.js";
import type { Dense } from "../tasks.js";
import { compile } from "./formulas.js";

type Forward = (task: Dense, x: Floats, weights: Floats, bias: Floats, z: Floats, y: Floats) => void;
type Backward = (task: Dense, x: Floats, weights: Floats, dy: Floats, z: Floats, dx: Floats, dw: Floats, db: Floats) => void;

/** Naive: one sum after the other, down the columns of the weights. Stable: along their rows, which the cache likes. */
const SUMS = {
  naive: `for (let r = 0; r < batch; r++)
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o];
      for (let i = 0; i < inputs; i++) sum += x[r * inputs + i] * weights[i * outputs + o];
      z[r * outputs + o] = sum;
    }`,
  stable: `for (let r = 0; r < batch; r++) {
    const row = z.subarray(r * outputs, (r + 1) * outputs);
    row.set(bias);
    for (let i = 0; i < inputs; i++) {
      const a = x[r * inputs + i], k = i * outputs;
      for (let o = 0; o < outputs; o++) row[o] += a * weights[k + o];
    }
  }`,
};

export function forward(style: "naive" | "stable", [before, value]: readonly [string, string], scope: object): Forward {
  const body = `${SUMS[style]} for (let i = 0; i < z.length; i++) { const v = z[i]; ${before} y[i] = ${value}; }`;
  return compile("{ batch, inputs, outputs }, x, weights, bias, z, y", body, scope);
}

export function backward([before, slope]: readonly [string, string], scope: object): Backward {
  return compile(
    "{ batch, inputs, outputs }, x, weights, dy, z, dx, dw, db",
    `for (let i = 0; i < z.length; i++) { const v = z[i]; ${before} z[i] = dy[i] * (${slope}); }
     dw.fill(0);
     db.fill(0);
     for (let r = 0; r < batch; r++) {
       const row = z.subarray(r * outputs, (r + 1) * outputs);
       for (let o = 0; o < outputs; o++) db[o] += row[o];
       for (let i = 0; i < inputs; i++) {
         const a = x[r * inputs + i], k = i * outputs;
         let sum = 0;
         for (let o = 0; o < outputs; o++) {
           sum += row[o] * weights[k + o];
           dw[k + o] += a * row[o];
         }
         dx[r * inputs + i] = sum;
       }
     }`,
    scope,
  );
}

/** Of the arrays that a training step writes, the three that are asked for. */
export function gradientsOnly({ endToEnd, resident }: Candidate): Candidate {
  const trim = ({ run, read }: Call): Call => ({ run, read: () => (read() as Result).slice(0, 3) });
  return { endToEnd: trim(endToEnd), resident: trim(resident) };
}
