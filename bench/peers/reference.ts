/** What is right, in double precision: by the oracle of the tests, which shares nothing with hillock, and by loops that are careful. */
import { Reference } from "../../oracle/oracle.js";
import type { Floats } from "../loops.js";
import type { References } from "../reference.js";
import { PARAMETERS } from "./plan.js";
import type { Dense, Gated, Rows } from "./tasks.js";

/** The oracle's functions of an activation, with the parameters that the peers are asked for. */
export function referencesOf(name: string): References {
  const known = new Map<string, Reference>();
  const of: References["of"] = (kind) => {
    const found = known.get(kind) ?? new Reference(name, kind, PARAMETERS[name] ?? {});
    known.set(kind, found);
    return found;
  };
  return {
    of,
    evaluate(kind, ...inputs) {
      const count = (inputs[0] as Floats).length;
      const [values, errors] = [new Float64Array(count), new Float64Array(count)];
      of(kind).evaluate(count, inputs, values, errors);
      return { values, errors };
    },
  };
}

export function value(name: string, x: Floats): Float64Array {
  return referencesOf(name).evaluate("value", x).values;
}

export function backward(name: string, dy: Floats, x: Floats): Float64Array {
  return referencesOf(name).evaluate("backward", dy, x).values;
}

export function rows(name: Rows["name"], x: Floats, count: number, columns: number): Float64Array {
  const result = new Float64Array(name === "logSumExp" ? count : x.length);
  for (let row = 0; row < count; row++) {
    const start = row * columns;
    const { most, logOfRest } = logSumExp(x.subarray(start, start + columns));
    if (name === "logSumExp") result[row] = most + logOfRest;
    else
      for (let i = start; i < start + columns; i++) {
        const logarithm = (x[i] as number) - most - logOfRest;
        result[i] = name === "softmax" ? Math.exp(logarithm) : logarithm;
      }
  }
  return result;
}

/** log sum exp = most + logOfRest. The largest term is left out of the sum, so that nothing is lost where it is nearly all of it. */
function logSumExp(x: Floats): { most: number; logOfRest: number } {
  const most = Math.max(...x);
  const at = x.indexOf(most);
  let rest = 0;
  for (let i = 0; i < x.length; i++) if (i !== at) rest += Math.exp((x[i] as number) - most);
  return { most, logOfRest: Math.log1p(rest) };
}

export function gated(name: string, kind: Gated["kind"], value: Floats, gate: Floats, dy: Floats): Float64Array[] {
  const { evaluate } = referencesOf(name);
  const active = evaluate("value", gate).values;
  if (kind === "gated") return [active.map((a, i) => a * (value[i] as number))];
  const slope = evaluate("derivative", gate).values;
  return [active.map((a, i) => a * (dy[i] as number)), slope.map((s, i) => s * (value[i] as number) * (dy[i] as number))];
}

export function softmaxCrossEntropy(x: Floats, labels: Int32Array, columns: number) {
  const count = labels.length;
  const logarithms = rows("logSoftmax", x, count, columns);
  const loss = Float64Array.from(labels, (label, row) => -(logarithms[row * columns + label] as number));
  const gradient = logarithms.map((logarithm, i) => {
    const right = labels[Math.floor(i / columns)] === i % columns;
    return (right ? Math.expm1(logarithm) : Math.exp(logarithm)) / count;
  });
  return { mean: mean(loss), gradient };
}

export function sigmoidBinaryCrossEntropy(x: Floats, targets: Floats) {
  const { evaluate } = referencesOf("softplus");
  // Of targets that are 0 or 1: softplus(x) where it is 0, softplus(-x) where it is 1; its slope is the sigmoid.
  const signed = Float64Array.from(x, (v, i) => (targets[i] === 1 ? -v : v));
  const slope = evaluate("derivative", signed).values;
  return {
    mean: mean(evaluate("value", signed).values),
    gradient: slope.map((s, i) => (targets[i] === 1 ? -s : s) / x.length),
  };
}

function mean(numbers: Float64Array): number {
  return numbers.reduce((sum, v) => sum + v, 0) / numbers.length;
}

/** The output; of denseBackward the gradients of x, weights and bias. */
export function dense(task: Dense, x: Floats, weights: Floats, bias: Floats, dy: Floats): Float64Array[] {
  const { batch, inputs, outputs } = task;
  const z = new Float64Array(batch * outputs);
  for (let row = 0; row < batch; row++) {
    const sums = z.subarray(row * outputs, (row + 1) * outputs);
    sums.set(bias);
    for (let i = 0; i < inputs; i++) addScaled(sums, x[row * inputs + i] as number, weights, i * outputs);
  }
  if (task.kind === "dense") return [value(task.name, z)];
  const dz = backward(task.name, dy, z);
  const gradients = { x: new Float64Array(x.length), weights: new Float64Array(weights.length), bias: new Float64Array(outputs) };
  for (let row = 0; row < batch; row++) {
    const start = row * outputs;
    addScaled(gradients.bias, 1, dz, start);
    for (let i = 0; i < inputs; i++) {
      addScaled(gradients.weights.subarray(i * outputs, (i + 1) * outputs), x[row * inputs + i] as number, dz, start);
      let sum = 0;
      for (let j = 0; j < outputs; j++) sum += (dz[start + j] as number) * (weights[i * outputs + j] as number);
      gradients.x[row * inputs + i] = sum;
    }
  }
  return [gradients.x, gradients.weights, gradients.bias];
}

function addScaled(sums: Float64Array, factor: number, numbers: Floats, start: number): void {
  for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] as number) + factor * (numbers[start + j] as number);
}
