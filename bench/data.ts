/** The numbers that are put through the activations. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Floats, Type } from "./loops.js";
import { arrayTypes } from "./loops.js";
import { UsageError } from "./options.js";
import { createNormal, createRandom } from "./random.js";

export interface Data {
  /** What they are, in words. */
  readonly description: string;
  /** The first `size` of them, over again from the start where there are fewer. */
  take(type: Type, size: number): Floats;
  /** How many there are, if that is limited. */
  readonly count?: number;
}

/** What a run is about, and perhaps other numbers beside it. */
export interface Numbers {
  readonly data: Data;
  readonly beside?: Data;
}

/** Of the normal numbers: fixed, so that runs can be compared. */
const SEED = 1;

/** Of a network that has learnt digits; examples/digits/preactivations.mjs says how the file is made. */
const PREACTIVATIONS = fileURLToPath(new URL("preactivations.f32", import.meta.url));

/** The numbers that `--input` names. */
export function numbersOf(input: string | undefined): Numbers {
  if (input === "normal") return { data: normalData(SEED) };
  if (input !== undefined && input !== "preactivations") return { data: fileData(input) };
  const file = fileData(PREACTIVATIONS);
  const data = { ...file, description: `${file.count} pre-activations of a network that has learnt digits` };
  return input === undefined ? { data, beside: normalData(SEED) } : { data };
}

/** Pre-activations of a network are nearly normal; a sigma of 2 reaches the curved and the flat parts of every function. */
const SIGMA = 2;

export function normalData(seed: number): Data {
  return {
    description: `normal numbers, mean 0, sigma ${SIGMA}, seed ${seed}`,
    take(type, size) {
      const normal = createNormal(createRandom(seed));
      return new arrayTypes[type](size).map(() => Math.fround(SIGMA * normal()));
    },
  };
}

export function fileData(path: string): Data {
  const bytes = read(path);
  if (bytes.length === 0) throw new UsageError(`--input ${path} is empty; expected raw little-endian float32 numbers`);
  if (bytes.length % 4 !== 0) {
    throw new UsageError(
      `--input ${path} has ${bytes.length} bytes, which is no multiple of 4; expected raw little-endian float32 numbers`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return {
    description: `${numbers.length} numbers of ${path}`,
    count: numbers.length,
    take: (type, size) => new arrayTypes[type](size).map((_, i) => numbers[i % numbers.length] as number),
  };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? `--input ${path}: there is no such file` : `--input ${path} cannot be read: ${message}`);
  }
}
