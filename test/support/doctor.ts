/** Kernels with a fault planted in them, for the checks that are to find it. */
import { codeOf } from "../../proof/catalog.js";
import { Performer } from "../../proof/perform.js";
import type { Tier } from "../../proof/record.js";
import type { Subject } from "../../proof/subjects.js";
import type { KernelExports } from "../../src/runtime/kernel.js";
import type { KernelCode } from "../../src/runtime/kernelCode.js";
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
const INPUTS: Readonly<Record<Exclude<keyof KernelExports, "combination">, number>> = {
  value: 1,
  derivative: 1,
  secondDerivative: 1,
  valueAndDerivative: 1,
  backward: 2,
  backwardFromOutput: 2,
};

/** The proof's performer, on kernels in which one fault at a time can be planted. */
export class Doctor {
  readonly performer = new Performer("simd");
  private readonly doctored = new Set<string>();
  private planted: { readonly key: string; readonly fault: Fault } | undefined;

  /** Does something while one method of an activation's kernel has a fault. */
  during<T>({ name, tier, method }: Subject, fault: Fault, act: () => T): T {
    this.prepare(name, tier);
    this.planted = { key: keyOf(codeOf(name, tier) as KernelCode, method.startsWith("pair") ? "valueAndDerivative" : method), fault };
    try {
      return act();
    } finally {
      this.planted = undefined;
    }
  }

  /**
   * Makes a kernel's functions spoil their results where a fault is planted: once, before any is in
   * use.
   */
  private prepare(name: string, tier: Tier): void {
    const code = codeOf(name, tier) as KernelCode;
    if (this.doctored.has(code.name)) return;
    this.doctored.add(code.name);
    const kernel = this.performer.runtime.kernel(code);
    if (!kernel) throw new Error(`there is no kernel of ${code.name}`);
    const type = tier === "float64" ? Float64Array : Float32Array;
    const exports = Object.entries(kernel.exports).map(([method, right]) => {
      const key = keyOf(code, method);
      const spoilt = (...addresses: number[]) => {
        right(...addresses);
        if (this.planted?.key !== key) return;
        const n = addresses.at(-2) as number;
        const arrays = addresses.slice(0, -2).map((address) => new type(kernel.memory.buffer as ArrayBuffer, address, n));
        const inputs = arrays.splice(0, INPUTS[method as keyof typeof INPUTS]);
        const call = { inputs, outputs: arrays, n, parameters: kernel.parameters ?? [] };
        const i = this.planted.fault.at(call);
        if (i >= 0) this.planted.fault.spoil(call, i);
      };
      return [method, spoilt];
    });
    Object.assign(kernel, { exports: Object.fromEntries(exports) });
  }
}

const keyOf = ({ name }: KernelCode, method: string): string => `${name} ${method}`;
