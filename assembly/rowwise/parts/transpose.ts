/** Rows and columns of a square. */
const SIDE: usize = 4;

/** A square with its columns as rows: four vectors of f32, or eight of f64. */
function transposeSquare<T extends number>(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  if (sizeof<T>() === 4) transposeVectors(from, fromStep, to, toStep);
  else {
    transposePairs(from, fromStep, to, toStep);
    transposePairs(from + 2 * fromStep, fromStep, to + 16, toStep);
  }
}

function transposeVectors(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const nextAb = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const nextCd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to + toStep, v128.shuffle<i64>(ab, cd, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<i64>(nextAb, nextCd, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<i64>(nextAb, nextCd, 1, 3));
}

/** Two rows of four f64. */
function transposePairs(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const nextA = v128.load(from, 16);
  const nextB = v128.load(from + fromStep, 16);
  v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
  v128.store(to + toStep, v128.shuffle<i64>(a, b, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<i64>(nextA, nextB, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<i64>(nextA, nextB, 1, 3));
}

/** Bytes of a cache line. */
const LINE: usize = 64;

/**
 * Writes matrices that follow each other with their columns as rows. Rows are `fromStep` bytes
 * apart, and come to be `toStep` apart.
 *
 * Writing goes by whole lines: where rows are a power of two apart, the lines of all rows are in
 * each other's way. The last squares overlap those before them; a matrix that is less than one goes
 * element by element.
 */
export function transpose<T extends number>(
  from: usize,
  to: usize,
  matrices: usize,
  rows: usize,
  columns: usize,
  fromStep: usize,
  toStep: usize,
  c: usize,
): void {
  const step: usize = rows < SIDE || columns < SIDE ? 1 : SIDE;
  const line: usize = LINE / sizeof<T>();
  const tall = rows > columns;
  const long = tall ? rows : columns;
  const short = tall ? columns : rows;
  for (; matrices > 0; matrices--) {
    for (let a: usize = 0; a < long; a += line) {
      for (let b: usize = 0; b < short; b += line) {
        const i = tall ? a : b;
        const j = tall ? b : a;
        const top = min(i, rows - step);
        const bottom = min(i + line, rows) - step;
        const right = min(j + line, columns) - step;
        for (let h = min(j, columns - step); ; ) {
          let x = from + top * fromStep + h * sizeof<T>();
          let y = to + h * toStep + top * sizeof<T>();
          for (let k = top; ; ) {
            if (step === 1) store<T>(y, load<T>(x));
            else transposeSquare<T>(x, fromStep, y, toStep);
            const down = min(step, bottom - k);
            if (!down) break;
            k += down;
            x += down * fromStep;
            y += down * sizeof<T>();
          }
          const across = min(step, right - h);
          if (!across) break;
          h += across;
        }
      }
    }
    from += rows * columns * sizeof<T>();
    to += rows * columns * sizeof<T>();
  }
}
