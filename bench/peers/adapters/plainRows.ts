/** softmax, logSoftmax and logSumExp over rows, as loops. Without the shift by the largest entry, logits above 88 end in infinity. */
import type { Floats } from "../../loops.js";
import type { Rows } from "../tasks.js";
import { compile } from "./formulas.js";

const ENDS: { readonly [name in Rows["name"]]: string } = {
  softmax: "for (let i = 0; i < columns; i++) y[o + i] /= s;",
  logSoftmax: "const l = m + Math.log(s); for (let i = 0; i < columns; i++) y[o + i] = x[o + i] - l;",
  logSumExp: "y[row] = m + Math.log(s);",
};

export function rowLoop(name: Rows["name"], shifted: boolean): (x: Floats, rows: number, columns: number, y: Floats) => void {
  const most = shifted ? "let m = -Infinity; for (let i = 0; i < columns; i++) if (x[o + i] > m) m = x[o + i];" : "const m = 0;";
  // What is kept in y is not computed again.
  const keep = name === "softmax" ? "s += y[o + i] = Math.exp(x[o + i] - m)" : "s += Math.exp(x[o + i] - m)";
  const body = `for (let row = 0; row < rows; row++) {
    const o = row * columns;
    ${most}
    let s = 0;
    for (let i = 0; i < columns; i++) ${keep};
    ${ENDS[name]}
  }`;
  return compile("x, rows, columns, y", body);
}
