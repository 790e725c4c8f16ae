import { describe, expect, test } from "vitest";
import { compileDouble, LIBRARY_BITS } from "../oracle/double.js";
import { Exact } from "../oracle/exact.js";
import { float32, float64, fromBits, toBits, ulpExponent } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { exponentOf, Machine, mpfr, type Register } from "../oracle/mpfr.js";
import { NearTies } from "../oracle/nearTies.js";
import { factsAt, formulasOf, type Method, Reference, specification } from "../oracle/oracle.js";
import { RowReference } from "../oracle/rows.js";
import type { ActivationEntry } from "../specification/schema.js";

const seed = Math.floor(Math.random() * 2 ** 31);
let state = seed;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const sign = () => (random() < 0.5 ? -1 : 1);
/** Single-precision numbers of everyday size, of any size, and beside a point. */
const everyday = () => Math.fround((random() - 0.5) * 60);
const anySize = () => Math.fround(sign() * 2 ** ((random() - 0.5) * 270));
const beside = (point: number) => Math.fround(point + sign() * 2 ** (-23 * random()));
const roots = [0, -1.278464542761074, -0.7517915246935645, 2.399357280515468, -2.399357280515468, Math.SQRT2, -Math.SQRT2];
const points = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    i % 3 === 0 ? everyday() : i % 3 === 1 ? anySize() : beside(roots[Math.floor(random() * roots.length)] as number),
  );

const methods = ["value", "derivative", "secondDerivative"] as const;
/** Other parameters than the defaults, which hide mistakes. */
const parameters = {
  ...{ negativeSlope: 0.3, alpha: 1.7, beta: 2.3, theta: 0.4, value: -0.6, threshold: 0.3, valueAtThreshold: 0.25 },
  ...{
    minValue: -1.3,
    maxValue: 6.5,
    lambda: 0.45,
    bias: 0.2,
    b: 2.6,
    omega: 1.9,
    alphaPositive: 0.7,
    alphaNegative: 0.9,
    lower: 0.15,
    upper: 0.35,
    gamma: 1.4,
  },
};
const functions = Object.keys(specification).flatMap((name) => methods.map((method) => [name, method] as const));

describe(`in double precision (seed ${seed})`, () => {
  test.each(functions)("%s, %s: the exact value is within the error bound", (name, method) => {
    const inputs = Float32Array.from(points(1500));
    const values = new Float64Array(inputs.length);
    const errors = new Float64Array(inputs.length);
    const reference = new Reference(name, method, parameters);
    reference.evaluate(inputs.length, [inputs], values, errors);
    for (const [i, x] of inputs.entries()) {
      if (Number.isNaN(errors[i])) continue;
      const { absolute } = reference.judge(float64, [x], values[i] as number);
      // Underflow is not in the bound.
      expect(absolute, `${name} ${method} at ${x}`).toBeLessThanOrEqual((errors[i] as number) + 2 ** -1000);
    }
  });

  const finite = () => Math.fround(sign() * 2 ** (250 * random() - 125));
  /** Positive numbers of any size and beside 1, numbers up to 1, numbers up to 30. */
  const positive = () => (random() < 0.5 ? Math.abs(beside(1)) : Math.abs(anySize()) || 1);
  const proper = () => Math.fround(random() < 0.5 ? sign() * (1 - 2 ** (-24 * random())) : sign() * 2 ** (-40 * random()));
  const small = () => Math.fround(sign() * 30 * 2 ** (-40 * random()));

  const library: Record<string, () => number> = {
    exp: everyday,
    expm1: everyday,
    log: () => Math.abs(anySize()) || 1,
    log1p: () => Math.abs(anySize()),
    sqrt: () => Math.abs(anySize()),
    sin: everyday,
    cos: everyday,
    atan: anySize,
    tanh: everyday,
    sigmoid: everyday,
    erfc: () => Math.fround((random() - 0.4) * 30),
    erfcx: () => Math.fround(random() * 2 ** (40 * random() - 20) - random()),
    exp2: everyday,
    log2: positive,
    log10: positive,
    cbrt: anySize,
    tan: () => (random() < 0.5 ? everyday() : finite()),
    asin: proper,
    acos: proper,
    sinh: small,
    cosh: small,
    asinh: () => (random() < 0.5 ? everyday() : finite()),
    acosh: () => 1 + positive(),
    atanh: proper,
    erf: () => Math.fround(sign() * 2 ** (10 * random() - 8)),
  };
  test.each(Object.entries(library))("%s is within half the error charged for it", (name, draw) => {
    const inputs = Float64Array.from({ length: name === "erfc" ? 500 : 2000 }, draw);
    const values = new Float64Array(inputs.length);
    compileDouble(parse(`${name}(x)`), ["x"])(inputs.length, [inputs], {}, values, new Float64Array(inputs.length));
    const exact = new Exact(parse(`${name}(x)`));
    for (const [i, x] of inputs.entries()) {
      const { absolute } = exact.judge(float64, { x }, values[i] as number);
      expect(absolute, `${name}(${x})`).toBeLessThanOrEqual(Math.abs(values[i] as number) * 2 ** -(LIBRARY_BITS + 1) + 2 ** -1070);
    }
  });

  test("a product of a variable with a parameter is exact in single precision, and only there", () => {
    const inputs = Float32Array.of(3, 1e30, 16777217, 1e-40);
    const values = new Float64Array(inputs.length);
    const errors = new Float64Array(inputs.length);
    const loop = compileDouble(parse("sin(omega*x)"), ["x"], ["omega"]);
    for (const omega of [1, 30, Math.fround(0.1), 0.1]) {
      loop(inputs.length, [inputs], { omega }, values, errors);
      const exact = new Exact(parse("sin(omega*x)"));
      for (const [i, x] of inputs.entries())
        expect(exact.judge(float64, { x, omega }, values[i] as number).absolute, `${omega} * ${x}`).toBeLessThanOrEqual(
          errors[i] as number,
        );
      expect((errors[1] as number) < 1e-12).toBe(Math.fround(omega) === omega);
    }
  });

  test("the bound sees what cancels", () => {
    const inputs = Float64Array.from({ length: 500 }, () => 2 ** (-60 * random()));
    const values = new Float64Array(inputs.length);
    const errors = new Float64Array(inputs.length);
    for (const formula of [
      "(1 + x) - 1",
      "exp(x) - exp(-x)",
      "1 - cos(x)",
      "where(exp(x) > 1 + x, x, -x)",
      "pow(1 + x, 3) - 1",
      "sqrt(1 + x) - 1",
    ]) {
      const exact = new Exact(parse(formula));
      compileDouble(parse(formula), ["x"])(inputs.length, [inputs], {}, values, errors);
      for (const [i, x] of inputs.entries()) {
        expect(exact.judge(float64, { x }, values[i] as number).absolute, `${formula} at ${x}`).toBeLessThanOrEqual(errors[i] as number);
      }
    }
  });
});

/** Numbers of which a function is next to nothing but its first term: tiny ones, and large ones. */
const extreme = () => Math.fround(sign() * (1 + random()) * 2 ** (random() < 0.7 ? -149 + 120 * random() : 30 + 90 * random()));
/** The parameters at their defaults. */
const defaultsOf = (name: string) =>
  Object.fromEntries(Object.entries(specification[name]?.parameters ?? {}).map(([key, { default: usual }]) => [key, usual as number]));

describe("in twofold arithmetic", () => {
  const machine = new Machine(2560);
  const difference = mpfr.mpfr_t();
  mpfr.mpfr_init2(difference, 2700);

  test.each(functions)("%s, %s: the exact value is within the error bound", (name, method) => {
    const term = parse(formulasOf(name)[method]);
    for (const given of [parameters, defaultsOf(name)]) {
      const twofold = new NearTies(term, ["x"], given);
      for (const x of [...points(150), ...Array.from({ length: 150 }, extreme)]) {
        const { high, low, error } = twofold.evaluate([x]);
        if (!Number.isFinite(high + low + error)) continue;
        const right = machine.evaluate(term, { ...given, x });
        mpfr.mpfr_sub_d(difference, right.pointer, high, 0);
        mpfr.mpfr_sub_d(difference, difference, low, 0);
        const off = Math.abs(mpfr.mpfr_get_d(difference, 0));
        expect(off, `${name} ${method} at ${x}`).toBeLessThanOrEqual(error + Math.abs(mpfr.mpfr_get_d(right.pointer, 0)) * 2 ** -2500);
      }
    }
  });

  test.each(functions)("%s, %s: a result next to the middle of two is judged as MPFR judges it", (name, method) => {
    const reference = new Reference(name, method, defaultsOf(name));
    for (const x of Array.from({ length: 300 }, extreme)) {
      const { rounded } = reference.judge(float32, [x], 0);
      const perUlp = 2 ** -ulpExponent(float32, Math.floor(Math.log2(Math.abs(rounded))));
      for (const result of [rounded, rounded + 1 / perUlp, rounded - 1 / perUlp]) {
        const judgement = reference.judgeNearTie([x], result, perUlp);
        if (!judgement) continue;
        const { ulp, absolute, ...right } = reference.judge(float32, [x], result);
        expect(judgement, `at ${x}`).toMatchObject(right);
        expect(judgement.ulp).toBeCloseTo(ulp, 9);
        expect(judgement.absolute / absolute).toBeCloseTo(1, 9);
      }
    }
  });

  test.each([
    ["exact ones: x/2", "x/2", 3 * 2 ** -149, 2 ** -148],
    ["exact ones of a fraction", "(2*x + 3)/6", 9 * 2 ** -25, 0.5 + 2 ** -23],
    ["what decides by 2^-297", "x/2 + x*x", 2 ** -149, 2 ** -149],
    ["the same, downwards", "x/2 - x*x", 3 * 2 ** -149, 2 ** -149],
    ["a sum whose other term is small", "1.5*x - 0.5", 2 ** 100 * (1 + 2 ** -23), 1.5 * 2 ** 100 + 2 ** 77],
    ["a quotient", "3*x/(1 + x*x)", 2 ** -100 * (1 + 2 ** -23), 3 * 2 ** -100 + 2 ** -122],
    ["a root", "3*x*sqrt(x*x + 1)", 2 ** -100 * (1 + 2 ** -23), 3 * 2 ** -100 + 2 ** -121],
    ["the series of a function", "x*sigmoid(x)", 2 ** -149, 2 ** -149],
    ["what decides by less than 2^-40000000", "x - tanh(x)", 2 ** 24 + 4, 2 ** 24 + 4],
    ["the same, from an odd one", "x - tanh(x)", 2 ** 24 + 2, 2 ** 24 + 2],
    ["the same, downwards", "x + tanh(x)", 2 ** 24 + 2, 2 ** 24 + 2],
  ] as const)("decides %s", (_, formula, x, wanted) => {
    const exponent = Math.floor(Math.log2(wanted));
    const judgement = new NearTies(parse(formula), ["x"], {}).judge([x], wanted, 2 ** -ulpExponent(float32, exponent));
    expect(judgement).toMatchObject({ rounded: wanted, ulp: 0.5 });
    expect(judgement).toMatchObject(new Exact(parse(formula)).judge(float32, { x }, wanted));
  });

  test("leaves undecided what it cannot tell", () => {
    const ties = (formula: string) => new NearTies(parse(formula), ["x"], {}).judge([3 * 2 ** -149], 0, 2 ** 149);
    for (const formula of [
      "erfc(x)",
      "exp(x + 1)",
      "(x + 1000)*tanh(x + 1000) - 1000",
      "tanh(x + 500) - tanh(x + 600) + x/2",
      "x/2 + 0.1*x - x/10",
      "x",
      "sqrt(x - 1)",
      "where(0.1*10*x > x, x, x/2)",
    ])
      expect(ties(formula), formula).toBeUndefined();
  });
});

test.each(Object.keys(specification).filter((name) => specification[name]?.stable))(
  "%s: stable forms leave out nothing that is seen",
  (name) => {
    const machines = [new Machine(2560), new Machine(2560)] as const;
    const difference = mpfr.mpfr_t();
    mpfr.mpfr_init2(difference, 2560);
    const { formula, stable } = specification[name] as ActivationEntry;
    for (const method of methods) {
      if (!stable?.[method]) continue;
      const terms = [formula[method], stable[method]].map((text) => parse(text as string));
      for (const x of points(200).filter((x) => Math.abs(x) < 5)) {
        const [a, b] = terms.map((term, k) => machines[k]?.evaluate(term, { ...parameters, x })) as [Register, Register];
        mpfr.mpfr_sub(difference, a.pointer, b.pointer, 0);
        const off = mpfr.mpfr_zero_p(difference) ? Number.NEGATIVE_INFINITY : mpfr.mpfr_get_exp(difference) - exponentOf(a);
        expect(off, `${name} ${method} at ${x}`).toBeLessThan(-148);
      }
    }
    mpfr.mpfr_clear(difference);
  },
);

describe("in MPFR", () => {
  test.each(functions)("%s, %s: little precision is as good as it says, beside roots too", (name, method) => {
    const term = parse(formulasOf(name)[method]);
    const [coarse, fine] = [new Machine(160), new Machine(1280)];
    const difference = mpfr.mpfr_t();
    mpfr.mpfr_init2(difference, 1400);
    for (const x of points(60).filter(Number.isFinite)) {
      const rough = coarse.evaluate(term, { ...parameters, x });
      const right = fine.evaluate(term, { ...parameters, x });
      mpfr.mpfr_sub(difference, rough.pointer, right.pointer, 0);
      const off = mpfr.mpfr_zero_p(difference) ? Number.NEGATIVE_INFINITY : mpfr.mpfr_get_exp(difference) - 1;
      expect(off, `${name} ${method} at ${x}`).toBeLessThanOrEqual(rough.error + exponentOf(right));
    }
    mpfr.mpfr_clear(difference);
  });

  /** The formula with another argument. */
  const at = (formula: string, argument: string) => formula.replaceAll(/\bx\b/g, `(${argument})`);
  const pairs = Object.keys(specification)
    .map((name) => [name, formulasOf(name)] as const)
    .flatMap(([name, row]) => [
      [name, "f'", row.value, row.derivative] as const,
      [name, "f''", row.derivative, row.secondDerivative] as const,
    ]);
  test.each(pairs)("%s, %s is the derivative", (_, __, f, df) => {
    const quotient = new Exact(parse(`((${at(f, "x + h")}) - (${at(f, "x - h")}))/(2*h)`));
    const derivative = new Exact(parse(df));
    for (const x of points(60)) {
      // The quotient means nothing across a kink.
      if (x === 0 || Math.abs(x) > 1e4) continue;
      const h = Math.abs(x) * 2 ** -80;
      const [wanted, got] = [derivative, quotient].map((exact) => exact.round(float64, { ...parameters, x, h })) as [number, number];
      if (Number.isFinite(wanted)) expect(Math.abs(got - wanted), `at ${x}`).toBeLessThanOrEqual(1e-15 * Math.abs(wanted) + 1e-35);
      else expect(got, `at ${x}`).toBe(wanted);
    }
  });

  test.each(functions)("%s, %s: the limits are those of the formula", (name, method) => {
    const { limits } = factsAt(specification[name] as ActivationEntry, parameters);
    const far = new Exact(parse(at(formulasOf(name)[method], "x*x*x")));
    for (const [side, x] of [-1e300, 1e300].entries()) {
      const limit = new Exact(parse(limits[method][side] as string)).round(float64, parameters);
      const [value, farther] = [x, 1.5 * x].map((x) => far.round(float64, { ...parameters, x }) + 0);
      if (Number.isNaN(limit) && !Number.isNaN(value)) expect(value, "a limit").not.toBe(farther);
      else expect(value).toBe(limit + 0);
    }
  });

  const outputs = Object.keys(specification)
    .map((name) => [name, formulasOf(name)] as const)
    .filter(([, row]) => row.derivativeFromOutput);
  test.each(outputs)("%s: the derivative from the output is the derivative", (_, row) => {
    const composed = new Exact(parse((row.derivativeFromOutput as string).replaceAll(/\by\b/g, `(${row.value})`)));
    const derivative = new Exact(parse(row.derivative));
    for (const x of points(60)) {
      if (x === 0 || !Number.isFinite(x)) continue;
      expect(composed.round(float64, { ...parameters, x }), `at ${x}`).toBe(derivative.round(float64, { ...parameters, x }));
    }
  });

  /** Values of the normal distribution's tables and of elementary constants. */
  test.each([
    ["sigmoid", "value", 1, 0.7310585786300049],
    ["sigmoid", "derivative", 1, 0.19661193324148185],
    ["tanh", "value", 0.5, 0.46211715726000974],
    ["gelu", "value", 1, 0.8413447460685429],
    ["gelu", "value", -5, -1.4332578593959695e-6],
    ["gelu", "derivative", 0, 0.5],
    ["gelu", "secondDerivative", 0, 0.7978845608028654],
    ["silu", "value", -1.278464542761074, -0.2784645427610738],
    ["softplus", "value", 0, Math.LN2],
    ["elu", "value", -1, Math.expm1(-1)],
  ] as const)("%s, %s at %d is %d", (name, method, x, wanted) => {
    const defaults = { alpha: 1, beta: 1 };
    expect(new Reference(name, method, defaults).judge(float64, [x], 0).rounded).toBe(wanted);
  });
});

describe("judging", () => {
  const judge = (formula: string, format: typeof float32, x: number, result: number) =>
    new Exact(parse(formula)).judge(format, { x }, result);

  test("counts units in the last place of the exact value's binade", () => {
    const third = Math.fround(1 / 3);
    expect(judge("x/3", float32, 1, third)).toMatchObject({ rounded: third });
    expect(judge("x/3", float32, 1, third).ulp).toBeCloseTo(1 / 3, 8);
    expect(judge("x/3", float32, 1, third + 2 ** -25).ulp).toBeCloseTo(4 / 3, 8);
    expect(judge("x/3", float64, 1, 1 / 3).ulp).toBeCloseTo(1 / 3, 8);
    // Below a power of two a unit is half of that above.
    expect(judge("1 - x", float32, 2 ** -60, 1 - 2 ** -24).ulp).toBeCloseTo(1, 8);
    expect(judge("1 + x", float32, 2 ** -60, 1 - 2 ** -24).ulp).toBeCloseTo(0.5, 8);
  });

  test("keeps the spacing of subnormal numbers, and of what is smaller", () => {
    expect(judge("x/3", float32, 2 ** -149, 0).ulp).toBeCloseTo(1 / 3, 8);
    expect(judge("x/3", float64, 2 ** -1074, 2 ** -1074).ulp).toBeCloseTo(2 / 3, 8);
    expect(judge("x*x", float64, 2 ** -800, 0)).toMatchObject({ rounded: 0, ulp: 2 ** -526 });
  });

  test("rounds ties to even, and tells them from what is next to them", () => {
    const odd = 3 * 2 ** -149;
    expect(judge("x/2", float32, odd, 0).rounded).toBe(2 ** -148);
    expect(judge("x/2 - x*x", float32, odd, 0).rounded).toBe(2 ** -149);
    expect(judge("x/2 + x*x", float32, 2 ** -149, 0).rounded).toBe(2 ** -149);
    expect(judge("x/2", float32, 2 ** -149, 0).rounded).toBe(0);
  });

  test("takes an infinite result where that is right, and only there", () => {
    const largest = fromBits(float32, "0x7f7fffff");
    expect(judge("2*x", float32, largest, Infinity)).toMatchObject({ ulp: 0, rounded: Infinity });
    expect(judge("x", float32, largest, Infinity)).toMatchObject({ ulp: 1, rounded: largest });
    expect(judge("2*x", float32, largest, largest).ulp).toBeGreaterThan(1e6);
    expect(judge("x", float32, 1, Number.NaN).ulp).toBe(Infinity);
  });

  test("knows the rules for NaN, infinities and signed zeros", () => {
    const wrong = (name: string, method: Method, inputs: readonly number[], result: number) =>
      new Reference(name, method, { negativeSlope: 0, alpha: 2, beta: 1 }).judge(float32, inputs, result).ulp > 1;
    expect(wrong("relu", "value", [Number.NaN], 0)).toBe(true);
    expect(wrong("relu", "derivative", [Number.NaN], Number.NaN)).toBe(false);
    expect(wrong("gelu", "value", [-0], 0)).toBe(true);
    expect(wrong("gelu", "value", [-0], -0)).toBe(false);
    expect(wrong("gelu", "value", [0], -0)).toBe(true);
    expect(wrong("gelu", "derivative", [Number.NEGATIVE_INFINITY], 0)).toBe(false);
    expect(wrong("gelu", "value", [Number.NEGATIVE_INFINITY], -0)).toBe(false);
    expect(wrong("silu", "value", [Infinity], Number.NaN)).toBe(true);
    expect(wrong("leakyRelu", "value", [Number.NEGATIVE_INFINITY], 0)).toBe(false);
    expect(wrong("leakyRelu", "value", [Number.NEGATIVE_INFINITY], Number.NaN)).toBe(true);
    expect(wrong("elu", "value", [Number.NEGATIVE_INFINITY], -2)).toBe(false);
    expect(wrong("elu", "secondDerivative", [0], 2)).toBe(false);
    expect(wrong("sigmoid", "backward", [Infinity, 0], Infinity)).toBe(false);
    expect(wrong("sigmoid", "backward", [Number.NaN, 0], 0)).toBe(true);
  });

  test("takes of a gradient of a row what its sum may lose, and of one that is none nothing", () => {
    const [bound, lost] = [4, 2 * 2 ** -51 * (2 + 2 ** -31)];
    const fromResults = new RowReference("sparsemax").gradient({ dy: [1, 1 + 2 ** -30], y: [0.5, 0.5] }, bound);
    const exact = -(2 ** -31);
    expect(fromResults(float64, 0, exact)).toBe(0);
    expect(fromResults(float64, 0, exact + 0.5 * lost)).toBeCloseTo(2.25, 3);
    expect(fromResults(float64, 0, exact + 0.99 * lost)).toBeLessThan(bound);
    expect(fromResults(float64, 0, exact + 1.01 * lost)).toBeGreaterThan(1e6);
    expect(fromResults(float64, 0, Number.NaN)).toBe(Infinity);
    const fromEntries = new RowReference("logSumExp").gradient({ dy: [1], x: [0, 0] }, bound);
    expect(fromEntries(float64, 0, 0.5 + 8 * 2 ** -53)).toBe(8);
    const ofNothing = new RowReference("logSumExp").gradient({ dy: [1], x: [-Infinity] }, bound);
    expect([0, 1].map((result) => ofNothing(float64, 0, result) <= bound)).toEqual([true, false]);
  });

  test("bits and numbers are two spellings of one thing", () => {
    expect(toBits(float32, -1.5)).toBe("0xbfc00000");
    expect(fromBits(float32, "0xbfc00000")).toBe(-1.5);
    expect(toBits(float64, -0)).toBe("0x8000000000000000");
    expect(Object.is(fromBits(float64, "0x8000000000000000"), -0)).toBe(true);
  });
});

describe("the formula language", () => {
  test.each([
    ["1 + 2*x - 3/x", "((1 + (2 * x)) - (3 / x))"],
    ["-x*-2", "(-x * -2)"],
    ["where((x > -1) & (x < 1e-3), 0.5, pow(x, 2))", "where(((x > -1) & (x < 1e-3)), 0.5, pow(x, 2))"],
    ["a - b - c", "((a - b) - c)"],
  ])("reads %s", (formula, text) => {
    expect(parse(formula).text).toBe(text);
  });

  test.each(["", "x +", "(x", "x)", "exp(x", "x ^ 2", "* x", "x y"])("refuses %j", (formula) => {
    expect(() => parse(formula)).toThrow(SyntaxError);
  });

  test.each(["<", "<=", ">", ">=", "=="])("no number is %s one that is none", (comparison) => {
    expect(new Exact(parse(`where(log1p(x) ${comparison} 1, 1, 0)`)).round(float64, { x: -1.5 })).toBe(0);
  });

  test("refuses unknown functions and undecidable conditions", () => {
    expect(() => compileDouble(parse("gamma(x)"), ["x"])).toThrow("unknown function gamma");
    expect(() => new Exact(parse("gamma(x)")).round(float64, { x: 1 })).toThrow("unknown function gamma");
    expect(() => new Exact(parse("where(exp(log(x)) > x, 1, 0)")).round(float64, { x: 3 })).toThrow("cannot be decided");
  });
});
