/**
 * Runs of elements that share a slope, so many of them, and how far apart their slopes are: 0 where
 * they are all of one.
 */
export interface Level {
  readonly size: number;
  readonly step: number;
}

/**
 * The layout of slopes over arrays: runs of `inner` elements, with slopes in the order of the
 * levels, and then again from the start.
 */
export interface Pattern {
  /** The number of slopes. */
  readonly count: number;
  readonly inner: number;
  /** The levels, from the innermost to the outermost. */
  readonly levels: readonly Level[];
  /** The number of elements after which all begins again. */
  readonly period: number;
}

/** The slopes of one axis, `inner` elements each; one slope for all is an axis of 1. */
export function patternOfAxis(count: number, inner: number): Pattern {
  return { count, inner, levels: [{ size: count, step: 1 }], period: count * inner };
}

/**
 * The slopes of an array of dimensions `slopes`, which broadcasts to the dimensions `shape` as in
 * NumPy: aligned at the last, 1 is repeated.
 */
export function patternOfShape(shape: readonly number[], slopes: readonly number[]): Pattern {
  const levels: { size: number; step: number }[] = [];
  let inner = 1;
  let count = 1;
  let repeats = 1;
  for (let i = 1; i <= slopes.length; i++) {
    const size = shape.at(-i) as number;
    const step = size !== 1 && slopes.at(-i) === size ? count : 0;
    const last = levels.at(-1);
    if (step === 0) repeats *= size;
    else if (last && last.step > 0 && repeats === 1) last.size *= size;
    else {
      // What repeats outside of all slopes need not be counted.
      if (!last) inner = repeats;
      else if (repeats !== 1) levels.push({ size: repeats, step: 0 });
      levels.push({ size, step });
      repeats = 1;
    }
    count *= slopes.at(-i) as number;
  }
  if (levels.length === 0)
    return patternOfAxis(
      1,
      shape.reduce((a, b) => a * b, 1),
    );
  return { count, inner, levels, period: levels.reduce((product, { size }) => product * size, inner) };
}

/** Goes from run to run, or from element to element, and knows the slope of each. */
export class Cursor {
  /** The number of the slope. */
  slope = 0;
  private left: number;
  private readonly at: number[];

  constructor(
    private readonly pattern: Pattern,
    from: number,
  ) {
    const { inner, levels } = pattern;
    this.left = inner - (from % inner);
    let run = Math.floor(from / inner);
    this.at = levels.map(({ size, step }) => {
      const at = run % size;
      run = Math.floor(run / size);
      this.slope += at * step;
      return at;
    });
  }

  next(): void {
    if (--this.left > 0) return;
    this.left = this.pattern.inner;
    this.nextRun();
  }

  nextRun(): void {
    const { levels } = this.pattern;
    for (let k = 0; k < levels.length; k++) {
      const { size, step } = levels[k] as Level;
      this.slope += step;
      this.at[k] = (this.at[k] as number) + 1;
      if ((this.at[k] as number) < size) return;
      this.slope -= step * size;
      this.at[k] = 0;
    }
  }
}

/** Calls `use(slope, from, n)` for the runs between elements `from` and `from + n`. */
export function eachRun(pattern: Pattern, from: number, n: number, use: (slope: number, from: number, n: number) => void): void {
  if (n === 0) return;
  const { inner } = pattern;
  const cursor = new Cursor(pattern, from);
  for (let i = from; i < from + n; cursor.nextRun()) {
    const end = Math.min(i - (i % inner) + inner, from + n);
    use(cursor.slope, i, end - i);
    i = end;
  }
}
