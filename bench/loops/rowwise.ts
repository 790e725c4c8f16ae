/**
 * Loops of the functions of rows: as a textbook has them, and with the largest entry taken out
 * first.
 */
import { type AnyLoop, compile, type LoopText } from "./compile.js";

const over = (statements: string) => `for (let i = from; i < to; i++) ${statements}`;
const SUM = `let sum = 0; ${over("sum += Math.exp(x[i]);")}`;
const LARGEST = `let at = from; ${over("if (x[i] > x[at]) at = i;")} const largest = x[at];`;
/** The sum without the largest entry, whose 1 would swallow a small rest. */
const REST = `${LARGEST} let rest = 0; ${over("if (i !== at) rest += Math.exp(x[i] - largest);")}`;
/**
 * The threshold of a row as a textbook has it: entries sorted, and as many of the first as it
 * takes.
 */
const SORTED = `const sorted = x.slice(from, to).sort().reverse();`;
const SPARSE = `${SORTED} let sum = 0, t = 0;
  for (let k = 1; k <= sorted.length; k++) {
    sum += sorted[k - 1];
    if (1 + k * sorted[k - 1] <= sum) break;
    t = (sum - 1) / k;
  }
  ${over("y[i] = Math.max(x[i] - t, 0);")}`;
const ENTMAX = (shift: string) => `${shift} ${SORTED} let sum = 0, squares = 0, t = 0;
  for (let k = 1; k <= sorted.length; k++) {
    const z = (sorted[k - 1] - shift) / 2;
    sum += z;
    squares += z * z;
    const mean = sum / k, next = mean - Math.sqrt(Math.max(0, (1 - (squares - k * mean * mean)) / k));
    if (next > z) break;
    t = next;
  }
  ${over("{ const z = Math.max((x[i] - shift) / 2 - t, 0); y[i] = z * z; }")}`;
const SHIFTED_SUM = `${LARGEST} let sum = 0; ${over("sum += Math.exp(x[i] - largest);")}`;

/** Statements for one row, from `from` to `to`, by style and method. */
type Bodies = { readonly [style in "naive" | "stable"]: { readonly [method: string]: string } };

const SOFTMAX: Bodies = {
  naive: {
    value: `${SUM} ${over("y[i] = Math.exp(x[i]) / sum;")}`,
    backwardFromOutput: `let sum = 0; ${over("sum += dy[i] * x[i];")} ${over("y[i] = x[i] * (dy[i] - sum);")}`,
  },
  stable: { value: `${SHIFTED_SUM} ${over("y[i] = Math.exp(x[i] - largest) / sum;")}` },
};

const LOGARITHM = (whole: string, rest: string): Bodies => ({
  naive: { value: `${SUM} y[row] = Math.log(${whole});`, backward: `${SUM} ${over("y[i] = (dy[row] * Math.exp(x[i])) / sum;")}` },
  stable: {
    value: `${REST} y[row] = largest + ${rest};`,
    backward: `${SHIFTED_SUM} ${over("y[i] = (dy[row] * Math.exp(x[i] - largest)) / sum;")}`,
  },
});

const bodies: { readonly [name: string]: Bodies } = {
  softmax: SOFTMAX,
  softmax2d: SOFTMAX,
  gumbelSoftmax: {
    naive: {
      value: `let sum = 0; ${over("{ y[i] = Math.exp(x[i] - Math.log(-Math.log(Math.random()))); sum += y[i]; }")} ${over("y[i] /= sum;")}`,
      backward: `let sum = 0, dot = 0; ${over("{ y[i] = Math.exp(x[i] - Math.log(-Math.log(Math.random()))); sum += y[i]; }")}
        ${over("{ y[i] /= sum; dot += dy[i] * y[i]; }")} ${over("y[i] *= dy[i] - dot;")}`,
      backwardFromOutput: SOFTMAX.naive.backwardFromOutput as string,
    },
    stable: {
      value: `let largest = -Infinity; ${over("{ y[i] = x[i] - Math.log(-Math.log(Math.random())); if (y[i] > largest) largest = y[i]; }")}
        let sum = 0; ${over("{ y[i] = Math.exp(y[i] - largest); sum += y[i]; }")} ${over("y[i] /= sum;")}`,
    },
  },
  softmin: {
    naive: {
      value: `let sum = 0; ${over("sum += Math.exp(-x[i]);")} ${over("y[i] = Math.exp(-x[i]) / sum;")}`,
      backwardFromOutput: `let sum = 0; ${over("sum += dy[i] * x[i];")} ${over("y[i] = x[i] * (sum - dy[i]);")}`,
    },
    stable: {
      value: `let smallest = x[from]; ${over("if (x[i] < smallest) smallest = x[i];")}
        let sum = 0; ${over("sum += Math.exp(smallest - x[i]);")} ${over("y[i] = Math.exp(smallest - x[i]) / sum;")}`,
    },
  },
  logSoftmax: {
    naive: {
      value: `${SUM} ${over("y[i] = Math.log(Math.exp(x[i]) / sum);")}`,
      backwardFromOutput: `let sum = 0; ${over("sum += dy[i];")} ${over("y[i] = dy[i] - Math.exp(x[i]) * sum;")}`,
    },
    stable: { value: `${REST} const logarithm = Math.log1p(rest); ${over("y[i] = x[i] - largest - logarithm;")}` },
  },
  quietSoftmax: {
    naive: {
      value: `${SUM} ${over("y[i] = Math.exp(x[i]) / (1 + sum);")}`,
      backwardFromOutput: `let sum = 0; ${over("sum += dy[i] * x[i];")} ${over("y[i] = x[i] * (dy[i] - sum);")}`,
    },
    stable: { value: `${SHIFTED_SUM} ${over("y[i] = Math.exp(x[i] - largest) / (sum + Math.exp(-largest));")}` },
  },
  sparsemax: {
    naive: {
      value: SPARSE,
      backwardFromOutput: `let count = 0, sum = 0; ${over("if (x[i] > 0) { count++; sum += dy[i]; }")} ${over("y[i] = x[i] > 0 ? dy[i] - sum / count : 0;")}`,
    },
    stable: {
      value: `${LARGEST} ${SPARSE.replaceAll("sorted[k - 1]", "(sorted[k - 1] - largest)").replace("x[i] - t", "x[i] - largest - t")}`,
    },
  },
  entmax15: {
    naive: {
      value: ENTMAX("const shift = 0;"),
      backwardFromOutput: `let roots = 0, sum = 0; ${over("{ const root = Math.sqrt(x[i]); roots += root; sum += dy[i] * root; }")} ${over("y[i] = Math.sqrt(x[i]) * (dy[i] - sum / roots);")}`,
    },
    stable: { value: ENTMAX(`${LARGEST} const shift = largest;`) },
  },
  hardmax: {
    naive: { value: `${LARGEST} ${over("y[i] = 0;")} y[at] = 1;`, backwardFromOutput: over("y[i] = 0;") },
    stable: {},
  },
  logSumExp: LOGARITHM("sum", "Math.log1p(rest)"),
  logMeanExp: LOGARITHM("sum / n", "Math.log1p(rest) - Math.log(n)"),
};

/**
 * The parameters and the body of a loop: the inputs, the result, the number of rows, and their
 * length.
 */
export function rowLoopText(name: string, style: "naive" | "stable", method: string): LoopText | undefined {
  const body = bodies[name]?.[style][method];
  const parameters = method === "value" ? "x, y, rows, n" : "dy, x, y, rows, n";
  return body === undefined
    ? undefined
    : [parameters, `for (let row = 0; row < rows; row++) { const from = row * n, to = from + n; ${body} }`];
}

export function rowLoop(...given: Parameters<typeof rowLoopText>): AnyLoop | undefined {
  const text = rowLoopText(...given);
  return text && compile(...text);
}

const ROWS = (statements: string) => `let total = 0;
  for (let row = 0; row < rows; row++) { const from = row * n, to = from + n; ${statements} total += loss[row]; }
  return total / rows;`;

const ELEMENTS = (statements: string) => `let total = 0;
  for (let i = 0; i < x.length; i++) { ${statements} total += loss[i]; }
  return total / x.length;`;

/**
 * The loss of a label by its definition: sums of the predictions, which are in the place of the
 * gradient.
 */
const BY_DEFINITION = (rows: string, weight: string) => `${rows.replaceAll(/\by\[i\]/g, "gradient[i]")}
  let value = ${weight.replaceAll("P", "1")}; ${over(`value += gradient[i] * x[i] - ${weight.replaceAll("P", "gradient[i]")};`)}
  loss[row] = value - x[from + targets[row]];
  ${over("gradient[i] /= rows;")} gradient[from + targets[row]] -= 1 / rows;`;

/**
 * The same from differences of targets and predictions, so that nothing of a small loss is lost.
 */
const BY_DIFFERENCES = (rows: string, divergence: string, slack: string) => `${rows.replaceAll(/\by\[i\]/g, "gradient[i]")}
  const label = from + targets[row]; let others = 0, value = 0;
  ${over(`if (i !== label) { const p = gradient[i]; others += p; value += ${divergence.replaceAll("Y", "0").replaceAll("D", "p")}; gradient[i] /= rows; }`)}
  const p = gradient[label], below = ${slack};
  loss[row] = value + ${divergence.replaceAll("Y", "1").replaceAll("D", "others")} + Math.max(below, 0); gradient[label] = -others / rows;`;

/** Losses with the gradients of their means, by the kinds of targets that they take. */
const losses: { readonly [name: string]: Bodies } = {
  softmaxCrossEntropy: {
    naive: {
      labels: ROWS(
        `${SUM} ${over(`{
        const p = Math.exp(x[i]) / sum;
        if (i === from + targets[row]) {
          loss[row] = -Math.log(p);
          gradient[i] = (p - 1) / rows;
        } else gradient[i] = p / rows;
      }`)}`,
      ),
      distributions: ROWS(
        `${SUM} let entropy = 0; ${over(`{
        const p = Math.exp(x[i]) / sum;
        entropy -= targets[i] * Math.log(p);
        gradient[i] = (p - targets[i]) / rows;
      }`)} loss[row] = entropy;`,
      ),
    },
    stable: {
      // Where the label is the largest, 1 - p from the rest: p - 1 would have nothing left of it.
      labels: ROWS(`${REST} ${over("gradient[i] = Math.exp(x[i] - largest) / (1 + rest) / rows;")}
        const label = from + targets[row];
        const below = label === at ? rest / (1 + rest) : 1 - Math.exp(x[label] - largest) / (1 + rest);
        gradient[label] = -below / rows;
        loss[row] = Math.log1p(rest) - (x[label] - largest);`),
      distributions: ROWS(`${REST} let mass = 0, entropy = 0; ${over("mass += targets[i];")}
        const logarithm = Math.log1p(rest);
        ${over(`{
          entropy += targets[i] * (logarithm - (x[i] - largest));
          gradient[i] = (mass * (Math.exp(x[i] - largest) / (1 + rest)) - targets[i]) / rows;
        }`)} loss[row] = entropy;`),
    },
  },
  sparsemaxLoss: {
    naive: { labels: ROWS(BY_DEFINITION(SPARSE, "P * P / 2")) },
    stable: {
      labels: ROWS(
        BY_DIFFERENCES(
          `${LARGEST} ${SPARSE.replaceAll("sorted[k - 1]", "(sorted[k - 1] - largest)").replace("x[i] - t", "x[i] - largest - t")}`,
          "D * D / 2",
          "t - (x[label] - largest)",
        ),
      ),
    },
  },
  entmax15Loss: {
    naive: { labels: ROWS(BY_DEFINITION(ENTMAX("const shift = 0;"), "4 / 3 * P * Math.sqrt(P)")) },
    stable: {
      labels: ROWS(
        BY_DIFFERENCES(
          ENTMAX(`${LARGEST} const shift = largest;`),
          "2 / 3 * (D / (Y + Math.sqrt(p) || 1)) ** 2 * (2 * Y + Math.sqrt(p))",
          "2 * t - (x[label] - largest)",
        ),
      ),
    },
  },
  focalLoss: {
    naive: {
      elements: ELEMENTS(`const p = 1 / (1 + Math.exp(-x[i])), q = 1 - p, t = targets[i];
        const positive = 0.25 * t * Math.pow(q, 2), negative = 0.75 * (1 - t) * Math.pow(p, 2);
        loss[i] = -positive * Math.log(p) - negative * Math.log(q);
        gradient[i] = (negative * (p - 2 * q * Math.log(q)) - positive * (q - 2 * p * Math.log(p))) / x.length;`),
    },
    stable: {
      elements: ELEMENTS(`const t = targets[i], e = Math.exp(-Math.abs(x[i])), l = Math.log1p(e);
        const p = (x[i] > 0 ? 1 : e) / (1 + e), q = (x[i] > 0 ? e : 1) / (1 + e);
        const below = l + Math.max(-x[i], 0), above = l + Math.max(x[i], 0);
        const positive = 0.25 * t * q * q, negative = 0.75 * (1 - t) * p * p;
        loss[i] = positive * below + negative * above;
        gradient[i] = (negative * (p + 2 * q * above) - positive * (q + 2 * p * below)) / x.length;`),
    },
  },
  sigmoidBinaryCrossEntropy: {
    naive: {
      elements: ELEMENTS(`const p = 1 / (1 + Math.exp(-x[i]));
        loss[i] = -targets[i] * Math.log(p) - (1 - targets[i]) * Math.log(1 - p);
        gradient[i] = (p - targets[i]) / x.length;`),
    },
    stable: {
      // Either term is 0 or has the sign of the other: max(x, 0) - t x would cancel at t = 1.
      elements: ELEMENTS(`const t = targets[i], e = Math.exp(-Math.abs(x[i]));
        loss[i] = (x[i] > 0 ? (1 - t) * x[i] : -t * x[i]) + Math.log1p(e);
        const p = (x[i] > 0 ? 1 : e) / (1 + e), rest = (x[i] > 0 ? e : 1) / (1 + e);
        gradient[i] = ((1 - t) * p - t * rest) / x.length;`),
    },
  },
};

/** A loss without loops is taken to be of elements. */
export function targetsOf(name: string): string[] {
  return Object.keys(losses[name]?.naive ?? { elements: "" });
}

/** A loop that returns the mean. */
export function lossLoopText(name: string, style: "naive" | "stable", targets: string): LoopText | undefined {
  const body = losses[name]?.[style][targets];
  return body === undefined ? undefined : ["x, targets, loss, gradient, rows, n", body];
}

export function lossLoop(...given: Parameters<typeof lossLoopText>): AnyLoop | undefined {
  const text = lossLoopText(...given);
  return text && compile(...text);
}
