/** How far the results of each loss are from its definition. */
import { Exact } from "./exact.js";
import { type Format, float64 } from "./formats.js";
import { parse } from "./formula.js";
import { type Distance, judgeRow, type Row } from "./losses.js";
import type { Bindings } from "./mpfr.js";
import { thresholdJudge } from "./thresholdLosses.js";

/** Judges the loss of a row, and its gradient. */
export type RowJudge = (
  format: Format,
  row: Row,
  loss: number,
  gradient: ArrayLike<number>,
) => { readonly loss: Distance; readonly gradient: readonly Distance[] };

/** The judges of losses with labels or distributions. */
export const rowJudges: { readonly [name: string]: RowJudge } = {
  entmax15Loss: thresholdJudge(2),
  softmaxCrossEntropy: judgeRow,
  sparsemaxLoss: thresholdJudge(1),
};

/**
 * The definition of a loss of elements: of `x`, `t`, its parameters by name, and the number of
 * elements `n`. The gradient is the difference of two terms.
 */
interface Definition {
  readonly loss: string;
  readonly rising: string;
  readonly falling: string;
}

class ElementJudge {
  private readonly exactLoss: Exact;
  private readonly exactGradient: Exact;
  private readonly larger: Exact;

  constructor({ loss, rising, falling }: Definition) {
    this.exactLoss = new Exact(parse(loss));
    this.exactGradient = new Exact(parse(`(${rising} - ${falling})/n`));
    this.larger = new Exact(parse(`max(${rising}, ${falling})/n`));
  }

  /** The error of a loss, in units in the last place. */
  loss(format: Format, bindings: Bindings, result: number): number {
    return this.exactLoss.judge(format, bindings, result).ulp;
  }

  gradient(format: Format, bindings: Bindings, result: number): Distance {
    const { ulp, absolute } = this.exactGradient.judge(format, bindings, result);
    const larger = absolute === 0 ? 1 : this.larger.round(float64, bindings);
    return { ulp, relative: absolute / larger };
  }

  /** The loss rounded to float64. */
  roundedLoss(bindings: Bindings): number {
    return this.exactLoss.round(float64, bindings);
  }
}

const POSITIVE = "(max(-x, 0) + log1p(exp(-abs(x))))";
const NEGATIVE = "(max(x, 0) + log1p(exp(-abs(x))))";

/** The judges of losses of elements. */
export const elementJudges: { readonly [name: string]: ElementJudge } = {
  focalLoss: new ElementJudge({
    loss: `alpha*t*exp(-gamma*${NEGATIVE})*${POSITIVE} + (1 - alpha)*(1 - t)*exp(-gamma*${POSITIVE})*${NEGATIVE}`,
    rising: `(1 - alpha)*(1 - t)*exp(-gamma*${POSITIVE})*(gamma*sigmoid(-x)*${NEGATIVE} + sigmoid(x))`,
    falling: `alpha*t*exp(-gamma*${NEGATIVE})*(gamma*sigmoid(x)*${POSITIVE} + sigmoid(-x))`,
  }),
  sigmoidBinaryCrossEntropy: new ElementJudge({
    loss: `positiveWeight*t*${POSITIVE} + (1 - t)*${NEGATIVE}`,
    rising: "(1 - t)*sigmoid(x)",
    falling: "positiveWeight*t*sigmoid(-x)",
  }),
};
