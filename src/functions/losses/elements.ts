import type { CheckedArray } from "../../call/arguments.js";
import type { ElementType, FloatArray } from "../../call/arrays.js";
import { Sum } from "../../scalar/sum.js";

/** Targets: of x's type, or whole numbers, which are staged. */
export type ElementTargets =
  | (CheckedArray & { readonly whole?: undefined })
  | { readonly array: ArrayLike<number>; readonly at: -1; readonly whole: true };

/** A weight for every class; `inner` elements of one class are beside each other. */
export interface ClassWeights {
  readonly array: FloatArray;
  readonly inner: number;
}

/** The arrays of a call. An output that is undefined is not wanted. */
export interface Elements {
  readonly type: ElementType;
  readonly x: CheckedArray;
  readonly targets: ElementTargets;
  readonly length: number;
  /** The weight of all elements, unless there are some for the classes. */
  readonly weight: number;
  readonly weights?: ClassWeights | undefined;
  /** Parameters of the kernel besides the weight and the length. */
  readonly parameters: readonly number[];
  readonly loss: CheckedArray | undefined;
  readonly gradient: CheckedArray | undefined;
}

/** A loss of one element, and its derivative by x. */
export interface ElementLoss {
  loss: number;
  slope: number;
}

/** Computes the loss of an element with a weight, and leaves it in `result`. */
export type ElementFormula = (x: number, target: number, weight: number, result: ElementLoss) => void;

/** Losses of elements in JavaScript. Returns their sum. */
export function computeElements(call: Elements, formula: ElementFormula): number {
  const { x, targets, length, weight, weights, loss, gradient } = call;
  const total = new Sum();
  const result: ElementLoss = { loss: 0, slope: 0 };
  for (let i = 0; i < length; i++) {
    formula(x.array[i], targets.array[i], weights ? weightOf(weights, i) : weight, result);
    total.add(result.loss);
    if (loss) loss.array[i] = result.loss;
    if (gradient) gradient.array[i] = result.slope / length;
  }
  return total.value;
}

function weightOf({ array, inner }: ClassWeights, i: number): number {
  return array[Math.floor(i / inner) % array.length];
}
