import type { ArrayRequirement } from "../../call/arguments.js";
import type { ElementType } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { bare } from "../../call/options.js";
import type { Runtime } from "../../runtime/runtime.js";
import { activationInternalsOf, INTERNALS, type Internals } from "../internals.js";
import type { Activation, ActivationFromOutput } from "../types.js";
import { onRuntime } from "../variants.js";

/** The activations that layers of one runtime are given. Those of another runtime are made anew on this one, once. */
export class Activations {
  private readonly made = new WeakMap<Activation, Activation>();

  constructor(private readonly runtime: () => Runtime) {}

  /** The activation of a call, undefined for the identity. */
  read(where: string, given: unknown): Activation | undefined {
    if (given === undefined) return undefined;
    if (typeof given === "string")
      fail(
        TypeError,
        "HILLOCK_TYPE",
        where,
        `activation is ${describe(given)}, expected the function itself, such as activation: gelu; \`activations\` has all of them by name`,
      );
    const activation = given as Activation;
    if (activationInternalsOf(where, "activation", given).runtime === this.runtime) return activation;
    const here = this.made.get(activation) ?? onRuntime(activation, this.runtime());
    this.made.set(activation, here);
    return here;
  }
}

/** What an activation reads besides its argument, the result of the layer so far. */
export function readsOf(activation: Activation | undefined, where: string, type: ElementType, length: number): readonly ArrayRequirement[] {
  return (activation as { readonly [INTERNALS]?: Internals } | undefined)?.[INTERNALS]?.extraInputs?.(where, type, "out", length) ?? [];
}

/** Whether an activation has its gradient from the output. What lies on `Object.prototype` is not asked. */
export function hasBackwardFromOutput(activation: Activation): boolean {
  return Object.hasOwn(activation, "backwardFromOutput");
}

/** Whether the derivative can be had from the output; where it cannot for the parameters in force, an error. */
export function tellsFromOutput(where: string, activation: Activation): activation is ActivationFromOutput {
  if (!hasBackwardFromOutput(activation)) return false;
  for (const [name, rules] of Object.entries(activation.spec.parameters)) {
    const { default: value, minimumFromOutput = -Infinity } = bare(rules);
    if (value < minimumFromOutput)
      fail(
        RangeError,
        "HILLOCK_PARAMETER",
        where,
        `${name} is ${value}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; give preactivation`,
      );
  }
  return true;
}
