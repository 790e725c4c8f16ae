import { bytesOf, type ElementType } from "../../call/arrays.js";
import type { CheckedArray } from "../../call/placement.js";
import { type LinearMemory, parameterAt, workspaceOf, writeParameters } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";

/** The exports of the module: assembly/dense/dense.ts says what their numbers are. */
export interface Products {
  multiply(...addressesAndSizes: number[]): void;
  multiplyTransposed(...addressesAndSizes: number[]): void;
}

/** y = x w, plus a bias in each row, or plus what y holds; `x` is m by k, `w` is k by n. */
export interface Multiplication {
  /** Null stands for ones. */
  readonly x: CheckedArray | null;
  /** Whether x lies in memory column by column. */
  readonly byColumns: boolean;
  readonly w: CheckedArray;
  /** Whether w lies in memory column by column; x then lies row by row. */
  readonly transposed: boolean;
  readonly y: CheckedArray;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly bias: CheckedArray | null;
  readonly accumulate: boolean;
}

/** The room of the kernels, as assembly/dense/tiles.ts has it: its last part, where columns of x are copied, is free for staging where none are. */
const COPY = 64 + 240 * 32 + 252 * 64;
const COPIED = 252 * 480;
export const ROOM = COPY + COPIED;

/** A part of the memory: its address, and how many elements it has. */
export interface Area {
  readonly at: number;
  readonly length: number;
}

/** The kernels of products, bound to one memory and element type. */
export class Multiplier {
  readonly bytes: number;
  /** Where blocks of matrices can be staged. */
  readonly slots: Area;
  readonly copy: Area;
  /** Where the number 1 stands: as a parameter of the kernel, which has no others. */
  readonly one: number;
  private readonly products: Products;
  private readonly room: number;

  constructor(
    { exports, context }: Kernel<Products>,
    readonly memory: LinearMemory,
    readonly type: ElementType,
  ) {
    this.products = exports;
    this.room = workspaceOf(memory);
    this.bytes = bytesOf(type);
    this.slots = { at: memory.slot(0), length: 4 * memory.tile(type) };
    this.copy = { at: this.room + COPY, length: COPIED / this.bytes };
    this.one = parameterAt(context, type);
    writeParameters(memory, context, [1]);
  }

  /** One product in the memory, of whole matrices or of blocks. Strides count elements. */
  block(
    transposed: boolean,
    x: number,
    xr: number,
    xk: number,
    w: number,
    lw: number,
    y: number,
    ly: number,
    m: number,
    n: number,
    k: number,
    start: number,
    pitch: number,
  ): void {
    const { products, bytes, room } = this;
    if (transposed) products.multiplyTransposed(x, xr * bytes, w, lw * bytes, y, ly * bytes, m, n, k, start, pitch * bytes, room);
    else products.multiply(x, xr * bytes, xk * bytes, w, lw * bytes, y, ly * bytes, m, n, k, start, pitch * bytes, room);
  }
}
