import { type Growable, INITIAL, LinearMemory, PAGE } from "./memory.js";

/** A memory where there is no WebAssembly: the same rules, growth detaching its arrays included. */
class Substitute implements Growable {
  buffer = new ArrayBuffer(INITIAL);

  grow(pages: number): number {
    const before = this.buffer.byteLength;
    const next = new Uint8Array(before + pages * PAGE);
    next.set(new Uint8Array(structuredClone(this.buffer, { transfer: [this.buffer] })));
    this.buffer = next.buffer;
    return before / PAGE;
  }
}

export function substituteMemory(): LinearMemory {
  return new LinearMemory(new Substitute(), 0, INITIAL);
}
