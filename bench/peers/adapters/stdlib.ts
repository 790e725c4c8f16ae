/** @stdlib: kernels for one number, called in a loop, as its users do; and its matrix product. */
import { compile } from "../../loops/compile.js";
import { fromFormula } from "../../loops/written.js";
import type { Floats } from "../../numbers.js";
import { Lacks, type Peer, USUAL } from "../peer.js";
import { GATES, parametersWith } from "../tasks.js";
import { requirePackage, versionOf } from "./load.js";
import { loops } from "./plain.js";

const KERNELS = ["erfc", "exp", "expit", "expm1", "log1p", "tanh"];

/** Formulas with kernels of its own; of others the formula of the specification has some. */
const VALUES: { readonly [name: string]: string } = {
  sigmoid: "expit(v)",
  tanh: "tanh(v)",
  softplus: "(v > 0 ? v : 0) + log1p(exp(v > 0 ? -v : v))",
  silu: "v * expit(v)",
  swish: "v * expit(beta * v)",
  quickGelu: "v * expit(1.702 * v)",
  elish: "(v >= 0 ? v : expm1(v)) * expit(v)",
  gelu: "0.5 * v * erfc(-v * Math.SQRT1_2)",
};

export async function create(): Promise<Peer> {
  const scope = Object.fromEntries(KERNELS.map((name) => [name, requirePackage(`@stdlib/math-base-special-${name}`)]));
  const products = { float32: requirePackage("@stdlib/blas-base-sgemm"), float64: requirePackage("@stdlib/blas-base-dgemm") };
  const formulaOf = (name: string) => {
    const value = VALUES[name] ?? `${fromFormula(name).value}`.replace(/Math\.(exp|expm1|log1p|tanh)\b/g, "$1");
    if (!KERNELS.some((kernel) => new RegExp(`(?<!\\.)\\b${kernel}\\(`).test(value))) throw new Lacks("no kernel for it");
    return value;
  };
  /** `y[i] = formula(x[i])`, or of more arrays. */
  const elementwise = (arrays: string, statements: string, parameters: object = {}) => {
    const names = `const { ${Object.keys(parameters)} } = parameters;`;
    return compile(`${arrays}, y`, `${names} for (let i = 0; i < y.length; i++) { ${statements} } return y;`, { ...scope, parameters });
  };
  return {
    ...USUAL,
    name: "@stdlib",
    version: `${versionOf("@stdlib/math-base-special-exp")} (exp)`,
    can: {
      value({ task, x }) {
        const loop = elementwise("x", `const v = x[i]; y[i] = ${formulaOf(task.name)};`, parametersWith(task.name));
        return loops(task.type, [x.length], (y) => loop(x, y));
      },
      gated({ task, value, gate }) {
        const active = formulaOf(GATES[task.name] as string);
        const loop = elementwise("value, gate", `const v = gate[i]; y[i] = value[i] * (${active});`);
        return loops(task.type, task.shape, (y) => loop(value, gate, y));
      },
      dense({ task, x, weights, bias }) {
        const { type, shape } = task;
        const [batch, inputs, outputs] = shape as [number, number, number];
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
