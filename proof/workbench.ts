/** Runs subjects: arrays in a runtime's memory, and hillock's functions on them. */

import { type Format, float32 } from "../oracle/formats.js";
import type { Activation } from "../src/functions/types.js";
import { onRuntime } from "../src/functions/variants.js";
import type { createRuntime } from "../src/runtime/runtime.js";
import { isGradient, takesTwo } from "./methods.js";
import type { ActivationSubject, Callable, Floats } from "./subjects.js";

/**
 * Smallest normal numbers are 2^-126 and 2^-1022. From here on f' has all its digits, and so has
 * its product with any usual dy.
 */
const SMALL = { fast: 2 ** -64, float64: 2 ** -960 } as const;

export class Workbench {
  readonly dy: Floats;
  readonly x: Floats;
  private readonly y: Floats;
  private readonly second: Floats;
  private readonly bound = new Map<string, Callable>();

  constructor(
    private readonly runtime: ReturnType<typeof createRuntime>,
    format: Format,
    readonly capacity: number,
    private readonly callableOf: (name: string, tier: ActivationSubject["tier"]) => Pick<Callable, "with">,
  ) {
    const take = () => (format === float32 ? runtime.alloc(Float32Array, capacity) : runtime.alloc(Float64Array, capacity));
    [this.dy, this.x, this.y, this.second] = [take(), take(), take(), take()];
  }

  /**
   * Runs a subject on the first `count` elements. `x` is y where the method takes the output; of a
   * function of two numbers `dy` is the first.
   */
  run(subject: ActivationSubject, count: number): Floats {
    const activation = this.activation(subject);
    const [dy, x, out, other] = [this.dy, this.x, this.y, this.second].map((array) =>
      count === this.capacity ? array : array.subarray(0, count),
    ) as [Floats, Floats, Floats, Floats];
    switch (subject.method) {
      case "value":
        return takesTwo(activation) ? activation(dy, x, { out }) : activation(x, { out });
      case "derivative":
      case "secondDerivative":
        return activation[subject.method](x, { out });
      case "pairValue":
        return activation.valueAndDerivative(x, { out: { value: out, derivative: other } }).value;
      case "pairDerivative":
        return activation.valueAndDerivative(x, { out: { value: other, derivative: out } }).derivative;
      case "backward":
        return activation.backward(dy, x, { out });
      case "backwardFromOutput":
        if (!activation.backwardFromOutput) throw new Error(`${subject.name} has no backwardFromOutput`);
        return activation.backwardFromOutput(dy, x, { out });
    }
  }

  /**
   * Limits dy where f' is next to nothing. With no more than the precision of the results f' has
   * lost digits there, and the product may be no larger than f'. The kernels of the float32 tier
   * have f' in double precision, and lose none.
   */
  tameGradients(subject: ActivationSubject, count: number): void {
    if (!isGradient(subject.method) || subject.tier === "float32") return;
    const wanted = this.dy.slice(0, count);
    this.dy.fill(1);
    const derivatives = this.run(subject, count);
    const small = SMALL[subject.tier];
    for (let i = 0; i < count; i++) {
      const dy = wanted[i] as number;
      this.dy[i] = Math.abs(derivatives[i] as number) < small ? Math.min(1, Math.max(-1, dy)) : dy;
    }
  }

  private activation({ name, tier, parameters }: ActivationSubject): Callable {
    const key = JSON.stringify([name, tier, parameters]);
    let found = this.bound.get(key);
    if (!found) {
      const f = this.callableOf(name, tier);
      found = onRuntime((f.with?.(parameters) ?? f) as Activation, this.runtime) as unknown as Callable;
      this.bound.set(key, found);
    }
    return found;
  }
}
