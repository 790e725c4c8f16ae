import type { Bytes } from "../call/arrays.js";

/** Sections of a module: types, the type of each function, code. */
const TYPES = 1;
const FUNCTIONS = 3;
const CODE = 10;

const LOCAL_GET = 32;
const LOCAL_SET = 33;
const V128 = 123;

/** The first byte of an instruction on lanes: its number follows, seven bits in each byte. */
const LANES = 253;
const BITSELECT = [LANES, 0x52 + 128, 0];
/** Numbers with 1 for their second byte: one more is the difference, two more the product. */
const F32X4_ADD = 0xe4;
const F64X2_ADD = 0xf0;
/**
 * The second byte of relaxed instructions, after multiply-add and its negative for f32, the same
 * for f64, and four selections.
 */
const RELAXED = 2;
const RELAXED_MADD = 0x85;
const RELAXED_LANESELECT = 0x89;
const LAST_RELAXED = 0x8c;

/** A number in three bytes, however small it is. */
const encoded = (value: number): number[] => [(value & 127) | 128, ((value >> 7) & 127) | 128, value >> 14];

/**
 * A relaxed instruction in others. A product and a sum, or difference, are rounded one after the
 * other; the last operand, which is on top of the stack, and the product pass through two locals
 * from `local` on.
 */
function replacement(opcode: number, local: number): number[] {
  if (opcode >= RELAXED_LANESELECT) return BITSELECT;
  const add = opcode < RELAXED_MADD + 2 ? F32X4_ADD : F64X2_ADD;
  const [c, ab] = [encoded(local), encoded(local + 1)];
  const isNegative = (opcode - RELAXED_MADD) % 2;
  const [first, second] = isNegative ? [c, ab] : [ab, c];
  return [LOCAL_SET, ...c, LANES, add + 2, 1, LOCAL_SET, ...ab, LOCAL_GET, ...first, LOCAL_GET, ...second, LANES, add + isNegative, 1];
}

/**
 * Makes the build without relaxed SIMD out of that with it, which is the same module but for
 * multiply-adds, here products and sums, and selections of lanes, here of bits.
 *
 * The instructions are found by their three bytes, `fd 85 02` (`f32x4.relaxed_madd`) to `fd 8c 02`
 * (`i64x2.relaxed_laneselect`): kernels have these nowhere else, and a test holds them to it.
 */
export function withoutRelaxed(bytes: Bytes): Bytes {
  // The longest replacement takes 22 bytes for 3.
  const made = new Uint8Array(8 * bytes.length);
  let [at, length] = [8, 0];
  let [parameters, types]: number[][] = [[], []];

  const number = (): number => {
    const byte = bytes[at++];
    return byte < 128 ? byte : byte - 128 + 128 * number();
  };
  const numbers = (next: () => number): number[] => Array.from({ length: number() }, next);
  const put = (values: ArrayLike<number>): void => {
    made.set(values, length);
    length += values.length;
  };
  const putWithLength = (what: () => void): void => {
    const place = length;
    length += 3;
    what();
    made.set(encoded(length - place - 3), place);
  };

  /** A function: its locals, two more, and its code. */
  const putFunction = (type: number): void => {
    const end = number() + at;
    const groups = number();
    let [from, local] = [at, parameters[type]];
    for (let group = 0; group < groups; group++, at++) local += number();
    put([...encoded(groups + 1), ...bytes.subarray(from, at), 2, V128]);
    from = at;
    for (at = bytes.indexOf(RELAXED, at); at >= 0 && at < end; at = bytes.indexOf(RELAXED, at + 1)) {
      const opcode = bytes[at - 1];
      if (bytes[at - 2] !== LANES || opcode < RELAXED_MADD || opcode > LAST_RELAXED) continue;
      put(bytes.subarray(from, at - 2));
      put(replacement(opcode, local));
      from = at + 1;
    }
    put(bytes.subarray(from, end));
    at = end;
  };

  put(bytes.subarray(0, at));
  while (at < bytes.length) {
    const start = at;
    const section = bytes[at++];
    const end = number() + at;
    if (section === TYPES)
      parameters = numbers(() => {
        at++;
        const count = number();
        at += count;
        at = number() + at;
        return count;
      });
    if (section === FUNCTIONS) types = numbers(number);
    if (section === CODE) {
      put([section]);
      putWithLength(() => {
        put(encoded(number()));
        for (const type of types) putWithLength(() => putFunction(type));
      });
    } else put(bytes.subarray(start, end));
    at = end;
  }
  return made.slice(0, length);
}
