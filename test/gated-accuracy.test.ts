/**
 * Gated functions against MPFR, on a sample of numbers as networks have them and of every binade:
 * within what they promise.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { gateFormulasOf } from "../oracle/gates.js";
import type { Parameter } from "../src/call/parameters.js";
import { areInOrder, type Floats } from "./support/activations.js";
import { type Constructor, randomizer } from "./support/arrays.js";
import { type AnyGated, allGated, fastGated } from "./support/gated.js";
import { sample } from "./support/sample.js";

const LENGTH = 1500;

type Engine = "float32" | "float64" | "fast";

const engines = [
  ...allGated.flatMap((f) => (["float32", "float64"] as const).map((engine) => ({ f, engine: engine as Engine }))),
  ...fastGated.map((f) => ({ f, engine: "fast" as const })),
];

/**
 * Normal numbers, numbers of a few binades, and where the gate's activation has its root and its
 * tails.
 */
function numbers(type: Constructor, seed: number, wide: boolean): Floats {
  const random = randomizer(seed);
  const unit = () => random() - 0.5 + (random() - 0.5) * 2 ** -30;
  return type.from({ length: LENGTH }, (_, i) => {
    const kind = i % 4;
    if (kind === 0) return unit() * 6;
    if (kind === 1) return Math.sign(unit()) * 2 ** (unit() * (wide ? 80 : 20));
    return kind === 2 ? unit() * 40 : -0.5 - random();
  });
}

/** The ends of a parameter's range, and what f32 lanes can hold no longer, where that is in it. */
function endsOf(rule: Parameter): readonly number[] {
  const { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE, minimumMagnitude = 0, exclusiveMinimum = false } = rule;
  const ends = [minimum, maximum, minimumMagnitude, -minimumMagnitude, 2 ** -126, -2.36e38, 1e39];
  const isAllowed = (end: number) => (exclusiveMinimum ? end > minimum : end >= minimum) && end <= maximum;
  return ends.filter((end) => isAllowed(end) && Math.abs(end) >= minimumMagnitude);
}

/**
 * Whether a bound holds for a factor: of a result or a factor that underflows on the way, nothing
 * is promised.
 */
const holds = (type: Constructor, factor: number) => factor === 0 || Math.abs(factor) > (type === Float32Array ? 0 : 2 ** -960);

describe.each(engines.map((one) => ({ label: `${one.f.name} ${one.engine}`, ...one })))("$label", ({ f, engine }) => {
  const type = (engine === "float64" ? Float64Array : Float32Array) as Constructor;
  const format: Format = engine === "float64" ? float64 : float32;
  const bounds = f.spec.bounds[engine];
  if (!bounds) throw new Error(`nothing is promised of ${f.name} ${engine}`);
  const formulas = gateFormulasOf(f.name);
  const exact = {
    value: new Exact(parse(formulas.value)),
    toValue: new Exact(parse(formulas.backwardToValue)),
    toGate: new Exact(parse(formulas.backwardToGate)),
  };
  const defaults = Object.fromEntries(Object.entries(f.spec.parameters).map(([name, { default: value }]) => [name, value]));
  const parameterSets = Object.entries(f.spec.parameters).flatMap(([name, rule]) =>
    [rule.default, ...rule.examples, ...endsOf(rule)]
      .map((value) => ({ [name]: value }))
      .filter((values) => areInOrder(f.spec.parameters, values)),
  );

  test.each(sample(parameterSets.length > 0 ? parameterSets : [{}]))("%o", (parameters: Record<string, number>) => {
    const [dy, value, gate] = [numbers(type, 1, false), numbers(type, 2, false), numbers(type, 3, true)];
    const results = f(value, gate, parameters) as Floats;
    const gradients = (f as AnyGated).backward(dy, value, gate, parameters) as { value: Floats; gate: Floats };
    const worst = { value: 0, toValue: 0, toGate: 0 };
    gate.forEach((g, i) => {
      const bindings = { ...defaults, ...parameters, dy: dy[i] as number, value: value[i] as number, gate: g };
      const at = { value: results[i], toValue: gradients.value[i], toGate: gradients.gate[i] } as Record<keyof typeof worst, number>;
      const ofGate = { ...bindings, dy: 1, value: 0.25 };
      const act = holds(type, exact.toValue.round(float64, ofGate));
      const slope = holds(type, exact.toGate.round(float64, ofGate));
      for (const key of ["value", "toValue", "toGate"] as const) {
        if (!(key === "toGate" ? slope : act)) continue;
        worst[key] = Math.max(worst[key], exact[key].judge(format, bindings, at[key]).ulp);
      }
    });
    expect(worst.value, `value ${worst.value}`).toBeLessThanOrEqual(bounds.value);
    expect(worst.toValue, `gradient of the value ${worst.toValue}`).toBeLessThanOrEqual(bounds.backward);
    expect(worst.toGate, `gradient of the gate ${worst.toGate}`).toBeLessThanOrEqual(bounds.backward);
    expect(worst.value).toBeGreaterThan(0.2);
  });
});
