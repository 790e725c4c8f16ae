/** A stretch of memory. */
export interface Block {
  readonly at: number;
  readonly bytes: number;
}

/** The free part of a memory: first fit over a sorted list of blocks, neighbours merged. */
export class FreeList {
  private readonly blocks: Block[];

  constructor(block: Block) {
    this.blocks = [block];
  }

  /** Whether there is a block of so many bytes. */
  has(bytes: number): boolean {
    return this.largest >= bytes;
  }

  /** Bytes of the largest block. */
  get largest(): number {
    return Math.max(0, ...this.blocks.map((block) => block.bytes));
  }

  /** Bytes that are free up to `end`, without a gap. */
  before(end: number): number {
    const last = this.blocks.at(-1);
    return last && last.at + last.bytes === end ? last.bytes : 0;
  }

  /** The address of the last block that has so many bytes; -1 if none has. */
  last(bytes: number): number {
    return this.blocks.filter((block) => block.bytes >= bytes).at(-1)?.at ?? -1;
  }

  /** Takes so many bytes out; undefined if no block has them. */
  take(bytes: number): Block | undefined {
    const index = this.blocks.findIndex((block) => block.bytes >= bytes);
    if (index < 0) return;
    const { at, bytes: all } = this.blocks[index];
    if (all === bytes) this.blocks.splice(index, 1);
    else this.blocks[index] = { at: at + bytes, bytes: all - bytes };
    return { at, bytes };
  }

  /** Puts a block back. */
  give(block: Block): void {
    const { blocks } = this;
    let index = blocks.findIndex((other) => other.at > block.at);
    if (index < 0) index = blocks.length;
    const before = blocks[index - 1];
    const after = blocks[index];
    const joinsBefore = before !== undefined && before.at + before.bytes === block.at;
    const joinsAfter = after !== undefined && block.at + block.bytes === after.at;
    const at = joinsBefore ? before.at : block.at;
    const end = joinsAfter ? after.at + after.bytes : block.at + block.bytes;
    blocks.splice(joinsBefore ? index - 1 : index, Number(joinsBefore) + Number(joinsAfter), { at, bytes: end - at });
  }
}
