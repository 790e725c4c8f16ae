/** A binary floating-point format, as far as errors are measured in it. */
export interface Format {
  readonly name: "float32" | "float64";
  /** Bits after the leading one. */
  readonly mantissaBits: number;
  /** Exponent of the smallest normal number. */
  readonly minimumExponent: number;
  readonly maximumExponent: number;
}

export const float32: Format = { name: "float32", mantissaBits: 23, minimumExponent: -126, maximumExponent: 127 };
export const float64: Format = { name: "float64", mantissaBits: 52, minimumExponent: -1022, maximumExponent: 1023 };
export const formats = { float32, float64 };

/**
 * log2 of the distance between neighbours in the binade 2^exponent; below the normal numbers it
 * stays the same.
 */
export function ulpExponent(format: Format, exponent: number): number {
  return Math.max(exponent, format.minimumExponent) - format.mantissaBits;
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);
const double = new Float64Array(1);
const doubleBits = new BigUint64Array(double.buffer);

/** The bits of a number of this format, as text: `0xc0533db9`. */
export function toBits(format: Format, value: number): string {
  if (format === float32) {
    float[0] = value;
    return `0x${(floatBits[0] as number).toString(16).padStart(8, "0")}`;
  }
  double[0] = value;
  return `0x${(doubleBits[0] as bigint).toString(16).padStart(16, "0")}`;
}

export function fromBits(format: Format, bits: string): number {
  if (format === float32) {
    floatBits[0] = Number(bits);
    return float[0] as number;
  }
  doubleBits[0] = BigInt(bits);
  return double[0] as number;
}
