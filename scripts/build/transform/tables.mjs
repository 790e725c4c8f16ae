/** The address of an element of a table: assembly/lanes.ts. */
export const ENTRY = "assembly/lanes/entry";

/** Bytes of the length that stands before the elements of a StaticArray. */
const LENGTH = 4;

/**
 * The elements of the array at an address, from the data that asc laid out, each as the 8 bytes of
 * two `f32` or one `f64`.
 */
export function elementsOf({ module }, address, lane) {
  for (const { offset, data } of segmentsOf(module)) {
    const view = new DataView(data);
    const at = address - offset;
    if (at < LENGTH || at >= data.byteLength) continue;
    const count = view.getUint32(at - LENGTH, true) / 8;
    return Array.from({ length: count }, (_, i) => {
      const value = view.getFloat64(at + 8 * i, true);
      const bytes = Buffer.from(lane === 4 ? Float32Array.of(value, value).buffer : Float64Array.of(value).buffer);
      return bytes.toString("hex");
    });
  }
  throw Error("a table is no StaticArray of numbers that are known when the kernel is built");
}

/** Removes the data: a kernel has no memory of its own. */
export function dropData({ module }) {
  if (module.getNumDataSegments() === 0) return;
  module.setMemory(1, -1, null, [], false, false, "0");
  module.addMemoryImport("0", "env", "memory", false);
}

function segmentsOf(module) {
  return Array.from({ length: module.getNumDataSegments() }, (_, i) => module.getDataSegmentInfo(module.getDataSegmentByIndex(i)));
}
