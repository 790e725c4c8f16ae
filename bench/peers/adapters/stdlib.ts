/** @stdlib: kernels for one number, called in a loop, as its users do; and its matrix product. */
import { compile } from "../../loops/compile.js";
import type { Floats } from "../../numbers.js";
import { Lacks, type Peer } from "../peer.js";
import { requirePackage, versionOf } from "./load.js";
import { loops } from "./plain.js";

const KERNELS = ["erfc", "exp", "expit", "expm1", "log1p", "tanh"];

const VALUES: { readonly [name: string]: string } = {
  elu: "v > 0 ? v : expm1(v)",
  sigmoid: "expit(v)",
  tanh: "tanh(v)",
  softplus: "(v > 0 ? v : 0) + log1p(exp(v > 0 ? -v : v))",
  silu: "v * expit(v)",
  swish: "v * expit(1.702 * v)",
  gelu: "0.5 * v * erfc(-v * Math.SQRT1_2)",
};

export async function create(): Promise<Peer> {
  const scope = Object.fromEntries(KERNELS.map((name) => [name, requirePackage(`@stdlib/math-base-special-${name}`)]));
  const products = { float32: requirePackage("@stdlib/blas-base-sgemm"), float64: requirePackage("@stdlib/blas-base-dgemm") };
  const formulaOf = (name: string) => {
    const value = VALUES[name];
    if (!value) throw new Lacks("no kernel for it");
    return value;
  };
  /** `y[i] = formula(x[i])`, or of more arrays. */
  const elementwise = (arrays: string, statements: string) =>
    compile(`${arrays}, y`, `for (let i = 0; i < y.length; i++) { ${statements} } return y;`, scope);
  return {
    name: "@stdlib",
    version: `${versionOf("@stdlib/math-base-special-exp")} (exp)`,
    threads: 1,
    role: "peer",
    types: ["float32", "float64"],
    can: {
      value({ task, x }) {
        const loop = elementwise("x", `const v = x[i]; y[i] = ${formulaOf(task.name)};`);
        return loops(task.type, [x.length], (y) => loop(x, y));
      },
      gated({ task, value, gate }) {
        const active = formulaOf(task.name === "swiglu" ? "silu" : "gelu");
        const loop = elementwise("value, gate", `const v = gate[i]; y[i] = value[i] * (${active});`);
        return loops(task.type, [task.length], (y) => loop(value, gate, y));
      },
      dense({ task, x, weights, bias }) {
        const { type, batch, inputs, outputs } = task;
        const value = task.name === "relu" ? "v > 0 ? v : 0" : formulaOf(task.name);
        const finish = elementwise("z, bias", `const v = z[i] + bias[i % ${outputs}]; y[i] = ${value};`);
        return loops(type, [batch * outputs], (y) => {
          const none = "no-transpose";
          products[type]("row-major", none, none, batch, outputs, inputs, 1, x, inputs, weights, outputs, 0, y as Floats, outputs);
          finish(y, bias, y);
        });
      },
    },
  };
}
