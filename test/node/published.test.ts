/**
 * The cases that ONNX and PyTorch publish, of functions that `resolve` finds by the names and
 * attributes there: within the digits that are printed, or 1 ULP of the formula of the case.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../../oracle/exact.js";
import { float32, ulpExponent } from "../../oracle/formats.js";
import { parse } from "../../oracle/formula.js";
import { type Framework, resolve } from "../../src/resolve.js";
import published from "../fixtures/published/cases.json" with { type: "json" };
import type { AnyActivation, Floats, Options } from "../support/activations.js";

interface Case {
  readonly source: string;
  readonly case: string;
  /** The form that `resolve` is given. */
  readonly form: string | object;
  /** The function that it is. */
  readonly is: string;
  readonly method?: "derivative";
  readonly options?: Readonly<Record<string, readonly number[]>>;
  /** Inputs, or the name of those that cases share. */
  readonly x: readonly number[] | string;
  /** The results that are printed there. */
  readonly y?: readonly number[];
  /** The digits after the point, of results with fewer than a float32 has. */
  readonly decimals?: number;
  /** The expected results as the case computes them, in the oracle's language. */
  readonly formula?: string;
  /** hillock's results, where it specifies others. */
  readonly here?: readonly number[];
}

/** A form that leaves defaults out, and the same with them. */
interface Default {
  readonly framework: Framework;
  readonly form: string | object;
  readonly same: string | object;
}

const { cases, otherwise, defaults, inputs, sources } = published as unknown as {
  readonly cases: readonly Case[];
  readonly otherwise: readonly Case[];
  readonly defaults: readonly Default[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly sources: Readonly<Record<string, string>>;
};

const frameworkOf = ({ source }: Case) => (source.startsWith("onnx") ? "onnx" : "pytorch");
const find = (one: Case) => resolve(one.form, { framework: frameworkOf(one) }) as unknown as AnyActivation;

/** A unit in the last place of a float32. */
const unitOf = (y: number) => 2 ** ulpExponent(float32, Math.floor(Math.log2(Math.abs(y) || 2 ** -149)));

describe.each(cases)("$source: $case", (one) => {
  const { is, method, options = {}, x: given, y: printed, decimals, formula } = one;
  const x = Float32Array.from(typeof given === "string" ? (inputs[given] as readonly number[]) : given);
  const call = { ...options, ...(options.alpha && { alpha: Float32Array.from(options.alpha) }) } as Options;
  const results = (): Floats => (method ? find(one)[method](x, call) : find(one)(x, call)) as Floats;

  test(`is ${is}, and known where it is from`, () => {
    expect(find(one).name).toBe(is);
    expect(sources).toHaveProperty([one.source]);
    expect(printed === undefined).not.toBe(formula === undefined);
  });

  if (printed)
    test("gives the digits that are printed", () => {
      const y = results();
      expect(y).toHaveLength(printed.length);
      printed.forEach((wanted, i) => {
        // Inputs with as few digits are as far off.
        const rounding =
          decimals === undefined ? unitOf(wanted) : (one.source === "pytorch docs" ? 1 : 0.5) * 10 ** -decimals + unitOf(wanted);
        expect(Math.abs((y[i] as number) - Math.fround(wanted)), `at ${x[i]}: ${y[i]} for ${wanted}`).toBeLessThanOrEqual(rounding);
      });
    });

  if (formula)
    test("is within 1 ULP of its formula", () => {
      const y = results();
      const exact = new Exact(parse(formula));
      x.forEach((x, i) => {
        expect(exact.judge(float32, { x }, y[i] as number).ulp, `at ${x}: ${y[i]}`).toBeLessThanOrEqual(1);
      });
    });
});

describe("hillock specifies otherwise:", () => {
  test.each(otherwise.filter(({ here }) => !here))("$source: $case is refused", (one) => {
    expect(() => find(one)).toThrow();
  });

  test.each(otherwise.filter(({ here }) => here))("$source: $case", (one) => {
    expect(find(one)(Float32Array.from(one.x as readonly number[]))).toEqual(Float32Array.from(one.here as readonly number[]));
    expect(one.y).not.toEqual(one.here);
  });
});

test.each(defaults)("$framework: $form is $same", ({ framework, form, same }) => {
  const parametersOf = (given: string | object) => {
    const { name, spec } = resolve(given, { framework }) as unknown as AnyActivation;
    return [name, Object.entries(spec.parameters).map(([key, { default: value }]) => [key, value])];
  };
  expect(parametersOf(form)).toEqual(parametersOf(same));
});
