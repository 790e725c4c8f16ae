/** ml-matrix: matrices of float64. Layers only; the activation is a loop over the result. */
import { erf } from "../../loops/written.js";
import { arrayTypes, type Floats } from "../../numbers.js";
import { type Candidate, type Peer, USUAL } from "../peer.js";
import type { Problem } from "../tasks.js";
import { importPackage, type Untyped, versionOf } from "./load.js";

const FUNCTIONS: { readonly [name: string]: { readonly value: (v: number) => number; readonly slope: (v: number) => number } } = {
  relu: { value: (v) => (v > 0 ? v : 0), slope: (v) => (v > 0 ? 1 : 0) },
  gelu: {
    value: (v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2)),
    slope: (v) => 0.5 * (1 + erf(v * Math.SQRT1_2)) + v * 0.3989422804014327 * Math.exp(-0.5 * v * v),
  },
};

export async function create(): Promise<Peer> {
  const { Matrix } = await importPackage("ml-matrix");

  function layer({ task, x, weights, bias, dy }: Problem): Candidate {
    const { kind, type, name, shape } = task;
    const [batch, inputs, outputs] = shape as [number, number, number];
    const { value, slope } = FUNCTIONS[name] as (typeof FUNCTIONS)[string];
    const w = Matrix.from1DArray(inputs, outputs, weights);
    const upload = () => Matrix.from1DArray(batch, inputs, x);
    const kept = upload();
    const download = (numbers: readonly number[]): Floats => arrayTypes[type].from(numbers);
    const forward = (input: Untyped) => {
      const z = input.mmul(w).addRowVector(bias);
      return { z, y: map(kind === "dense" ? z : z.clone(), value) };
    };
    const gradient = kind === "dense" ? undefined : Matrix.from1DArray(batch, outputs, dy);
    const train = (input: Untyped) => {
      const { z } = forward(input);
      const dz = map(z, slope);
      for (let r = 0; r < batch; r++) for (let c = 0; c < outputs; c++) dz.set(r, c, dz.get(r, c) * gradient.get(r, c));
      return { x: dz.mmul(w.transpose()), weights: input.transpose().mmul(dz), bias: dz.sum("column") };
    };
    const read = (input: Untyped) => {
      if (!gradient) return [download(forward(input).y.to1DArray())];
      const all = train(input);
      return [download(all.x.to1DArray()), download(all.weights.to1DArray()), download(all.bias)];
    };
    const endToEnd = () => read(upload());
    const resident = () => (gradient ? train(kept) : forward(kept));
    return { endToEnd: { run: endToEnd, read: endToEnd }, resident: { run: resident, read: () => read(kept) } };
  }

  const can = { dense: layer, denseBackward: layer };
  return { ...USUAL, name: "ml-matrix", version: versionOf("ml-matrix"), note: "computes in float64", can };
}

function map(matrix: Untyped, f: (v: number) => number): Untyped {
  for (let r = 0; r < matrix.rows; r++) for (let c = 0; c < matrix.columns; c++) matrix.set(r, c, f(matrix.get(r, c)));
  return matrix;
}
