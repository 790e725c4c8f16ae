import type { Term } from "./formula.js";
import { type Bindings, EXACT, exponentOf, Machine, mpfr, NEAREST, type Register } from "./mpfr.js";

/** The entries and numbers of a row by their names. An entry of x that is left out is -Infinity. */
export interface Row {
  readonly length: number;
  readonly arrays: Readonly<Record<string, ArrayLike<number>>>;
  readonly numbers: Bindings;
  /** The addends of x / temperature. */
  readonly mask?: ArrayLike<number> | undefined;
}

/** A register of a term that is another for every entry. */
interface Slot extends Register {
  index: number;
}

/** A term as it is to be evaluated: its kind, and its registers. */
interface Plan {
  /** Whether it is made of numbers alone, as terms of other formulas are. */
  readonly isOfNumbers: boolean;
  readonly isReduction: boolean;
  /** Whether it is another for every entry. */
  readonly varies: boolean;
  readonly slots: Slot[];
}

/**
 * The bits in which sums and differences of doubles, and of their products with a temperature, are
 * exact.
 */
const WIDE = 2560;
/** The number of entries up to which a term is computed once for each. */
const SLOTS = 512;

/**
 * Evaluates terms of the entries of a row: `x[i]`, and `sum`, `max`, `min` and `argmax` of one
 * operand, over all i of the row. Sums and differences of entries are exact, whatever the precision
 * is.
 */
export class RowMachine extends Machine {
  private readonly plans = new Map<Term, Plan>();
  private readonly product = this.register(WIDE);
  private row: Row | undefined;
  private index = 0;

  /** A term at entry i. */
  at(term: Term, row: Row, i: number): Register {
    if (row !== this.row) {
      this.row = row;
      this.time++;
    }
    this.index = i;
    this.prepare(term);
    return this.term(term, row.numbers);
  }

  protected override precisionOf(term: Term): number {
    return isLinear(term) ? WIDE : super.precisionOf(term);
  }

  protected override term(term: Term, bindings: Bindings): Register {
    const plan = this.plans.get(term) ?? this.plan(term);
    if (plan.isOfNumbers) return super.term(term, bindings);
    const index = plan.varies ? this.index : 0;
    const place = index % SLOTS;
    plan.slots[place] ??= { ...this.register(this.precisionOf(term)), index };
    const slot = plan.slots[place] as Slot;
    if (slot.time === this.time && slot.index === index) return slot;
    if (plan.isReduction) this.reduce(slot, term, bindings);
    else if (term.operator === "entry") this.load(slot, term, bindings);
    else if (term.operator === "name") mpfr.mpfr_set_d(slot.pointer, index, NEAREST);
    else this.compute(slot, term, bindings);
    slot.time = this.time;
    slot.index = index;
    return slot;
  }

  private plan(term: Term): Plan {
    const isOfNumbers = term.operator === "where" || !isOfRow(term);
    const plan = { isOfNumbers, isReduction: isReduction(term), varies: varies(term), slots: [] };
    this.plans.set(term, plan);
    return plan;
  }

  /**
   * Has what is known of a whole row before its entries, whose slots are fewer than long rows have
   * entries.
   */
  private prepare(term: Term): void {
    for (const reduction of reductionsIn(term)) this.term(reduction, (this.row as Row).numbers);
  }

  private load(slot: Slot, { operands }: Term, bindings: Bindings): void {
    const { arrays, mask } = this.row as Row;
    const [array, index] = operands as [Term, Term];
    const i = mpfr.mpfr_get_d(this.term(index, bindings).pointer, NEAREST);
    const entry = (arrays[array.text] as ArrayLike<number>)[i] as number;
    const added = array.text === "x" && mask ? (mask[i] as number) : 0;
    mpfr.mpfr_set_d(slot.pointer, added === Number.NEGATIVE_INFINITY ? added : entry, NEAREST);
    slot.error = EXACT;
    if (added === 0 || added === Number.NEGATIVE_INFINITY) return;
    mpfr.mpfr_set_d(this.product.pointer, added, NEAREST);
    mpfr.mpfr_mul_d(this.product.pointer, this.product.pointer, bindings.temperature as number, NEAREST);
    mpfr.mpfr_add(slot.pointer, slot.pointer, this.product.pointer, NEAREST);
  }

  private reduce(result: Slot, { operator, operands }: Term, bindings: Bindings): void {
    const [operand] = operands as [Term];
    const { length } = this.row as Row;
    const { pointer } = result;
    const outer = this.index;
    this.prepare(operand);
    let best = -1;
    /** log2 of the largest errors: of operands, and of roundings. */
    let error = EXACT;
    let rounding = EXACT;
    mpfr.mpfr_set_d(pointer, operator === "sum" ? 0 : Number.NaN, NEAREST);
    for (let i = 0; i < length; i++) {
      this.index = i;
      const next = this.term(operand, bindings);
      error = Math.max(error, next.error + exponentOf(next));
      if (operator === "sum") {
        const ternary = mpfr.mpfr_add(pointer, pointer, next.pointer, NEAREST);
        if (ternary !== 0) rounding = Math.max(rounding, exponentOf(result) + 1 - this.precision);
      } else if (mpfr.mpfr_nan_p(next.pointer)) {
        mpfr.mpfr_set(pointer, next.pointer, NEAREST);
        break;
      } else if (best < 0 || mpfr.mpfr_cmp(next.pointer, pointer) * (operator === "min" ? -1 : 1) > 0) {
        best = i;
        mpfr.mpfr_set(pointer, next.pointer, NEAREST);
      }
    }
    this.index = outer;
    result.error = Math.max(error, rounding) + Math.ceil(Math.log2(length + 1)) + 1 - exponentOf(result);
    if (operator === "argmax") {
      mpfr.mpfr_set_d(pointer, best, NEAREST);
      result.error = EXACT;
    }
  }
}

const REDUCTIONS = ["sum", "max", "min", "argmax"];
const LINEAR = ["entry", "number", "name", "+", "-", "negate", ...REDUCTIONS];

export const isReduction = ({ operator, operands }: Term): boolean => REDUCTIONS.includes(operator) && operands.length === 1;

/** Whether a term is computed here: whatever is not, is made of numbers as other formulas are. */
const isOfRow = (term: Term): boolean => term.operator === "entry" || isReduction(term) || varies(term);

/** Whether a term is made of doubles by sums and differences alone. */
export const isLinear: (term: Term) => boolean = remembered(
  (term) => term.operator === "entry" || (LINEAR.includes(term.operator) && term.operands.every(isLinear)),
);

/** Whether a term is another for every entry. */
export const varies: (term: Term) => boolean = remembered(
  (term) => (term.operator === "name" && term.text === "i") || (!isReduction(term) && term.operands.some(varies)),
);

/** The reductions of a term, but for those that are within another. */
const reductionsIn: (term: Term) => readonly Term[] = remembered((term) =>
  isReduction(term) ? [term] : term.operands.flatMap(reductionsIn),
);

function remembered<Answer>(find: (term: Term) => Answer): (term: Term) => Answer {
  const answers = new WeakMap<Term, Answer>();
  return (term) => {
    const known = answers.get(term);
    if (known !== undefined) return known;
    const answer = find(term);
    answers.set(term, answer);
    return answer;
  };
}
