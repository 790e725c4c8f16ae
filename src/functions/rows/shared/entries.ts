import { type CheckedArray, partOf } from "../../../call/arguments.js";
import { bytesOf, copyInto, viewOf } from "../../../call/arrays.js";
import type { Passage, SharedArray } from "../../../runtime/kernel.js";
import type { LinearMemory } from "../../../runtime/memory.js";
import { MaskedRows } from "../input.js";
import type { NegationExports } from "../negated.js";
import type { OwnRows } from "../sharing.js";
import { RowArray } from "../walk.js";

/**
 * The rows of x, or of -x, as threads share them, less the entries that are left out; or one row,
 * for its pieces.
 */
export function sharedEntries(rows: OwnRows, row?: number): SharedArray {
  const { n } = rows.input.shape;
  if (row === undefined)
    return sharedInput(rows, rows.own, n, ({ masked, memory, address, from, length }) =>
      masked.leaveOut(memory, address, from / n, length / n, 0, n),
    );
  return sharedInput(rows, partOf(rows.own, row * n, n), 1, ({ masked, memory, address, from, length }) =>
    masked.leaveOut(memory, address, row, 1, from, length),
  );
}

/** Entries that were copied to an address, `length` of them, from one on. */
interface Copied {
  readonly masked: MaskedRows;
  readonly memory: LinearMemory;
  readonly address: number;
  readonly from: number;
  readonly length: number;
}

function sharedInput({ kernel, input }: OwnRows, one: CheckedArray, each: number, leaveOut: (copied: Copied) => void): SharedArray {
  const { memory, type } = kernel;
  const { causal, mask, negated, shape } = input;
  if (!causal && !negated && (!mask || mask.words)) return { one, each, isRead: true };
  const masked = new MaskedRows(new RowArray(memory, type, one, { length: shape.n, inner: 1 }, 0), input);
  const enter: Passage = ({ memory, exports, context }, address, unit, units) => {
    const from = unit * each;
    const length = units * each;
    copyInto(memory.view(type), viewOf(one.array, type, from, length), address / bytesOf(type));
    if (negated) (exports as NegationExports).negate?.(address, length, context);
    leaveOut({ masked, memory, address, from, length });
  };
  return { each, isRead: true, enter };
}
