/** Kernels with a fault planted in them, for the checks that are to find it. */
import { codeOf } from "../../proof/catalog.js";
import { Performer } from "../../proof/perform.js";
import type { Subject } from "../../proof/subjects.js";
import type { KernelExports } from "../../src/runtime/kernel.js";
import type { Floats } from "./activations.js";

/** The arrays of a call of a kernel, its number of elements, and the parameters in force. */
export interface Call {
  readonly inputs: readonly Floats[];
  readonly outputs: readonly Floats[];
  readonly n: number;
  readonly parameters: readonly number[];
}

/** A fault: the element of a call that it falls on, -1 for none, and what it does there. */
export interface Fault {
  at(call: Call): number;
  spoil(call: Call, i: number): void;
}

/** The exports of an elementwise kernel, and how many of the arrays that they take are inputs. */
const INPUTS: Readonly<Record<keyof KernelExports, number>> = {
  value: 1,
  derivative: 1,
  secondDerivative: 1,
  valueAndDerivative: 1,
  backward: 2,
  backwardFromOutput: 2,
};

/** The export that a method of a subject calls. */
const exportOf = (method: string): keyof KernelExports =>
  method.startsWith("pair") ? "valueAndDerivative" : (method as keyof KernelExports);

/** The proof's performer, on kernels in which one fault at a time can be planted. */
export class Doctor {
  readonly performer = new Performer("simd");
  private readonly doctored = new Set<string>();
  private planted: { readonly key: string; readonly fault: Fault } | undefined;

  /** Does something while one method of a subject's kernel has a fault. */
  during<T>(subject: Pick<Subject, "name" | "tier" | "method">, fault: Fault | undefined, act: () => T): T {
    const key = this.prepare(subject);
    this.planted = fault && { key, fault };
    try {
      return act();
    } finally {
      this.planted = undefined;
    }
  }

  /** Puts a function that may spoil results before that of the kernel, once: what has found it keeps it. */
  private prepare({ name, tier, method }: Pick<Subject, "name" | "tier" | "method">): string {
    const code = codeOf(name, tier);
    const exported = exportOf(method);
    const key = `${code.name} ${exported}`;
    if (this.doctored.has(key)) return key;
    this.doctored.add(key);
    const kernel = this.performer.runtime.kernel(code);
    if (!kernel) throw new Error(`there is no kernel of ${code.name}`);
    const right = kernel.exports[exported] as (...addresses: number[]) => void;
    const spoilt = (...addresses: number[]) => {
      right(...addresses);
      if (this.planted?.key !== key) return;
      const n = addresses.at(-2) as number;
      const arrays = addresses.slice(0, -2).map((address): Floats => {
        const { buffer } = kernel.memory;
        return tier === "float64" ? new Float64Array(buffer, address, n) : new Float32Array(buffer, address, n);
      });
      const [inputs, outputs] = [arrays.slice(0, INPUTS[exported]), arrays.slice(INPUTS[exported])];
      const call = { inputs, outputs, n, parameters: kernel.parameters ?? [] };
      const { fault } = this.planted;
      const i = fault.at(call);
      if (i >= 0) fault.spoil(call, i);
    };
    Object.assign(kernel, { exports: { ...kernel.exports, [exported]: spoilt } });
    return key;
  }
}
