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

/** Bytes of a row that are taken one after the other. */
const STRETCH: usize = 256;

/** The power of two in the distances of rows from which on a cache has few places for them. */
const CROWDED: usize = 512;

/**
 * Writes matrices that follow each other with their columns as rows. Rows are `fromStep` bytes
 * apart, and come to be `toStep` apart.
 *
 * Where rows are a power of two apart, the lines of all of them are in each other's way in a cache.
 * So the side whose distance has the larger power in it has its lines taken whole, four at a time;
 * where both have a large one, one line of the other side as well. The last squares overlap those
 * before them; a matrix that is less than one goes element by element.
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
  const size = sizeof<T>();
  const step: usize = rows < SIDE || columns < SIDE ? 1 : SIDE;
  const isFrom = (fromStep & -fromStep) > (toStep & -toStep);
  // The rows of the side whose lines are taken whole, and the elements of one.
  const lines = isFrom ? rows : columns;
  const length = isFrom ? columns : rows;
  const acrossFrom = isFrom ? fromStep : size;
  const acrossTo = isFrom ? size : toStep;
  const alongFrom = isFrom ? size : fromStep;
  const alongTo = isFrom ? toStep : size;
  const stretch: usize = ((fromStep | toStep) & (CROWDED - 1) ? STRETCH : LINE) / size;
  const nextX = step * alongFrom;
  const nextY = step * alongTo;
  for (; matrices > 0; matrices--) {
    for (let top: usize = 0; top < lines; top += LINE / size) {
      const bottom = min(top + LINE / size, lines) - step;
      for (let left: usize = 0; left < length; left += stretch) {
        const right = min(left + stretch, length) - step;
        for (let i = min(top, bottom); ; ) {
          let j = min(left, right);
          let x = from + i * acrossFrom + j * alongFrom;
          let y = to + i * acrossTo + j * alongTo;
          for (;;) {
            if (step === 1) store<T>(y, load<T>(x));
            else transposeSquare<T>(x, fromStep, y, toStep);
            if (j === right) break;
            j += step;
            x += nextX;
            y += nextY;
            if (j > right) {
              x -= (j - right) * alongFrom;
              y -= (j - right) * alongTo;
              j = right;
            }
          }
          if (i === bottom) break;
          i = min(i + step, bottom);
        }
      }
    }
    from += rows * columns * size;
    to += rows * columns * size;
  }
}
