/**
 * The loops that functions of every kind are held against, as text: compiled on the spot by the
 * package's command, and by the build of the page, where a policy may forbid that.
 */
import gates from "../../specification/gates.json" with { type: "json" };
import type { LoopText } from "./compile.js";
import { featureLoopText } from "./features.js";
import { productTexts, weightIn } from "./layers.js";
import { mathLoopText } from "./math.js";
import { lossLoopText, rowLoopText, targetsOf } from "./rowwise.js";

/** The value of an activation at its usual parameters, as statements and an expression of `v`. */
export type BodyOf = (activation: string) => readonly [before: string, expression: string];

/** The activation of a gate; none where its formula is another than an activation times a value. */
export function activationOf(gate: string): string | undefined {
  return (gates as { readonly [name: string]: { readonly activation?: string } })[gate]?.activation;
}

/** Whether a function draws numbers: no loop draws the same. */
const isDrawn = (name: string): boolean => name === "gumbelSoftmax";

/** The loop of a function of a kind, as contestants call it; none where nobody writes the same. */
export function usualLoopText(kind: string, name: string, bodyOf: BodyOf): LoopText | undefined {
  switch (kind) {
    case "activations": {
      const [before, expression] = bodyOf(name);
      return ["x, y", `for (let i = 0; i < x.length; i++) { const v = x[i]; ${before} y[i] = ${expression}; }`];
    }
    case "rows":
      return isDrawn(name) ? undefined : rowLoopText(name, "naive", "value");
    case "gradients of rows":
      if (isDrawn(name)) return undefined;
      return rowLoopText(name, "naive", "backwardFromOutput") ?? rowLoopText(name, "naive", "backward");
    case "gates": {
      const activation = activationOf(name);
      if (activation === undefined) return undefined;
      const [before, expression] = bodyOf(activation);
      return ["x, g, y", `for (let i = 0; i < x.length; i++) { const v = g[i]; ${before} y[i] = x[i] * (${expression}); }`];
    }
    case "features":
      return featureLoopText(name, "value");
    case "losses":
      return lossLoopText(name, "naive", targetsOf(name)[0] as string);
    case "layers":
      return [
        "x, weights, bias, out, { batch, inputs, outputs }",
        productTexts.straight.forward.replaceAll("WEIGHT", weightIn("inputsOutputs")),
      ];
    default:
      return mathLoopText(name);
  }
}
