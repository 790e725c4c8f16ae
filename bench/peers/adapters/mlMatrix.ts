/** ml-matrix: matrices of float64. Layers only; the activation is a loop over the result. */

import { erf } from "../../loops/elementwise.js";
import { arrayTypes, type Floats, type Type } from "../../numbers.js";
import type { Candidate, Peer } from "../peer.js";
import type { DenseProblem } from "../tasks.js";
import { importPackage, versionOf } from "./load.js";

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
  set(row: number, column: number, value: number): this;
  mmul(other: Matrix): Matrix;
  addRowVector(vector: Floats): this;
  transpose(): Matrix;
  clone(): Matrix;
  sum(by: "column"): number[];
  to1DArray(): number[];
}

type Matrices = { from1DArray(rows: number, columns: number, data: Floats): Matrix };

const FUNCTIONS: { readonly [name: string]: { readonly value: (v: number) => number; readonly slope: (v: number) => number } } = {
  relu: { value: (v) => (v > 0 ? v : 0), slope: (v) => (v > 0 ? 1 : 0) },
  gelu: {
    value: (v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2)),
    slope: (v) => 0.5 * (1 + erf(v * Math.SQRT1_2)) + v * 0.3989422804014327 * Math.exp(-0.5 * v * v),
  },
};

export async function create(): Promise<Peer> {
  const { Matrix } = await importPackage<{ readonly Matrix: Matrices }>("ml-matrix");

  function layer({ task, x, weights, bias, dy }: DenseProblem): Candidate {
    const { type, name, batch, inputs, outputs } = task;
    const { value, slope } = FUNCTIONS[name] as (typeof FUNCTIONS)[string];
    const w = Matrix.from1DArray(inputs, outputs, weights);
    const upload = () => Matrix.from1DArray(batch, inputs, x);
    const kept = upload();
    const gradient = Matrix.from1DArray(batch, outputs, dy);
    const forward = (input: Matrix) => {
      const z = input.mmul(w).addRowVector(bias);
      return { z, y: map(task.kind === "dense" ? z : z.clone(), value) };
    };
    const train = (input: Matrix) => {
      const { z } = forward(input);
      const dz = map(z, slope);
      for (let r = 0; r < batch; r++) for (let c = 0; c < outputs; c++) dz.set(r, c, dz.get(r, c) * gradient.get(r, c));
      return { x: dz.mmul(w.transpose()), weights: input.transpose().mmul(dz), bias: dz.sum("column") };
    };
    const compute = (input: Matrix) => (task.kind === "dense" ? forward(input) : train(input));
    const read = (input: Matrix) => {
      if (task.kind === "dense") return [download(type, forward(input).y)];
      const all = train(input);
      return [download(type, all.x), download(type, all.weights), arrayTypes[type].from(all.bias)];
    };
    return {
      endToEnd: { run: () => read(upload()), read: () => read(upload()) },
      resident: { run: () => compute(kept), read: () => read(kept) },
    };
  }

  return {
    name: "ml-matrix",
    version: versionOf("ml-matrix"),
    threads: 1,
    role: "peer",
    types: ["float32", "float64"],
    note: "computes in float64",
    can: { dense: layer, denseBackward: layer },
  };
}

function map(matrix: Matrix, f: (v: number) => number): Matrix {
  for (let r = 0; r < matrix.rows; r++) for (let c = 0; c < matrix.columns; c++) matrix.set(r, c, f(matrix.get(r, c)));
  return matrix;
}

function download(type: Type, matrix: Matrix): Floats {
  return arrayTypes[type].from(matrix.to1DArray());
}
