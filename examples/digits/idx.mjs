/**
 * The file format of the MNIST digits, IDX: two zero bytes, the element type, the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the elements in row-major order.
 * http://yann.lecun.com/exdb/mnist/ describes it.
 */

/** The element type of all four files. */
const UNSIGNED_BYTE = 0x08;

/**
 * @param {Uint8Array} bytes The whole file.
 * @param {string} name Its name, for messages.
 * @param {number} dimensions How many there should be.
 * @returns {{ shape: number[], data: Uint8Array }} A view of the bytes, not a copy.
 */
export function parseIdx(bytes, name, dimensions) {
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) throw new Error(`${name} has ${bytes.length} bytes, its header alone should have ${header}`);
  if (bytes[0] !== 0 || bytes[1] !== 0) throw new Error(`${name} is no IDX file: it begins with ${hex(bytes.subarray(0, 4))}`);
  if (bytes[2] !== UNSIGNED_BYTE) throw new Error(`${name} has elements of type ${hex(bytes.subarray(2, 3))}, expected 08, unsigned bytes`);
  if (bytes[3] !== dimensions) throw new Error(`${name} has ${bytes[3]} dimensions, expected ${dimensions}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = shape.reduce((product, size) => product * size, 1);
  const data = bytes.subarray(header);
  if (data.length !== expected) {
    throw new Error(`${name} has ${data.length} bytes after its header, expected ${shape.join(" * ")} = ${expected}`);
  }
  return { shape, data };
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
