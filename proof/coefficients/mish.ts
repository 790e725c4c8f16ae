/** The constants of mish in f64. */
import { type Real, real, root } from "./real.js";
import { type Constant, pair, type SourceFile } from "./source.js";

/** The polynomial with these coefficients, the constant first. */
const polynomial = (coefficients: readonly (Real | number)[], e: Real): Real =>
  coefficients.reduceRight<Real>((sum, coefficient) => sum.mul(e).add(coefficient), real(0));

/** A sum P(e^x) + x Q(e^x) with a root. */
interface Sum {
  readonly p: readonly [number, number, number, number];
  readonly q: readonly [number, number, number, number];
}

/**
 * The factors of mish' and mish'' that have roots: that of mish'' in x where it is negative, else
 * in -x.
 */
const slope: Sum = { p: [4, 6, 4, 1], q: [4, 4, 0, 0] };
const curvature: Sum = { p: [4, 8, 6, 2], q: [2, 2, -3, -2] };
const curvatureRight: Sum = { p: [2, 6, 8, 4], q: [2, 3, -2, -2] };

const rootOf = ({ p, q }: Sum, low: number, high: number) =>
  root((x) => polynomial(p, x.exp()).add(x.mul(polynomial(q, x.exp()))), low, high);

/**
 * The quadratic S in P(e) + x Q(e) = (x - r) Q(e) + (e - E) S(e), where r is the root and E = e^r:
 * that of P(e) + r Q(e) divided by e - E.
 */
function quotient({ p, q }: Sum, at: Real): number[] {
  const result: Real[] = [];
  let carry = real(0);
  for (let k = 3; k > 0; k--) {
    carry = carry
      .mul(at.exp())
      .add(at.mul(q[k] as number))
      .add(p[k] as number);
    result.unshift(carry);
  }
  return result.map((coefficient) => coefficient.toNumber());
}

function constantsOf(name: string, polynomialName: string, of: string, sum: Sum, at: Real): readonly Constant[] {
  return [
    ...pair(name, `The x where ${of} is 0`, at),
    ...pair(`EXP_${name}`, "e^x there", at.exp(), true),
    {
      name: polynomialName,
      doc: `The quadratic that the distance of e^x from that is multiplied by in ${of}.`,
      coefficients: quotient(sum, at),
    },
  ];
}

export const constants: readonly Constant[] = [
  ...constantsOf("ROOT", "Slope", "mish'", slope, rootOf(slope, -2, -1)),
  ...constantsOf("INFLECTION", "Curvature", "mish''", curvature, rootOf(curvature, -3, -2)),
  ...constantsOf("INFLECTION_RIGHT", "CurvatureRight", "mish'' of -x", curvatureRight, rootOf(curvatureRight, -2, -1)),
];

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/mish.ts",
    title: "The roots of the derivatives of mish.",
    script: "proof/coefficients/mish.ts",
    constants,
  },
];
