/** Where an entry of the specification contradicts itself at some parameters, found by evaluating it in MPFR. */
import { Exact } from "../../oracle/exact.js";
import { float64 } from "../../oracle/formats.js";
import { parse } from "../../oracle/formula.js";
import { factsAt, type ParameterValues } from "../../oracle/oracle.js";
import { type ActivationEntry, type Facts, type Interval, type Kink, type RootEntry, readInterval } from "../../specification/schema.js";

type Numbers = Readonly<Record<string, number>>;

const POINTS = [0.0625, 0.3, 0.75, 1, 1.5, 2, 3, 4.5, 6, 7.25, 11, 23].flatMap((x) => [-x, x]).concat(0);
const METHODS = ["value", "derivative", "secondDerivative"] as const;
/** Far enough for limits when it is cubed. */
const FAR = [-1e300, 1e300, -3.7e299, 3.7e299];

/** The formula with another expression in the place of a variable. */
const substitute = (formula: string, name: string, by: string) => formula.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${by})`);
const near = (got: number, wanted: number, digits = 1e-14) =>
  Object.is(got + 0, wanted + 0) || Math.abs(got - wanted) <= digits * Math.abs(wanted) + 2 ** -80;

/** Defaults, and each example in turn. */
export function parameterSets({ parameters = {} }: ActivationEntry): readonly ParameterValues[] {
  const defaults = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
  return [
    defaults,
    ...Object.entries(parameters).flatMap(([name, { examples }]) => examples.map((value) => ({ ...defaults, [name]: value }))),
  ];
}

export function contradictions(entry: ActivationEntry, parameters: ParameterValues): readonly string[] {
  return new Judge(entry, parameters).all();
}

class Judge {
  private readonly compiled = new Map<string, Exact>();
  private readonly facts: Facts;
  private readonly kinks: readonly number[];

  constructor(
    private readonly entry: ActivationEntry,
    private readonly parameters: ParameterValues,
  ) {
    this.facts = factsAt(entry, parameters);
    this.kinks = this.facts.kinks.map(({ at }) => this.evaluate(at));
  }

  all(): readonly string[] {
    const { facts } = this;
    return [
      ...(this.entry.rules ?? []).flatMap((rule) => (this.holds(rule) ? [] : [`${rule} does not hold`])),
      ...facts.kinks.flatMap((kink) => this.kink(kink)),
      ...this.derivatives(),
      ...this.stableForms(),
      ...this.limits(),
      ...this.range(),
      ...this.monotone(),
      ...facts.roots.flatMap((root) => this.root(root)),
      ...this.gradients(),
      ...this.fromOutput(),
      ...(this.entry.zeroKeepsSign && this.f(0) !== 0 ? ["the value at 0 is not 0"] : []),
    ];
  }

  private evaluate(expression: string, at: Numbers = {}): number {
    const exact = this.compiled.get(expression) ?? new Exact(parse(expression));
    this.compiled.set(expression, exact);
    return exact.round(float64, { ...this.parameters, ...at });
  }

  private holds(condition: string, at: Numbers = {}): boolean {
    return this.evaluate(`where(${condition}, 1, 0)`, at) === 1;
  }

  private f(x: number, method: (typeof METHODS)[number] = "value"): number {
    return this.evaluate(this.entry.formula[method], { x });
  }

  /** (f(x + step) - from)/step, with `from` by default f(x). */
  private quotient(formula: string, x: number, step: number, from = formula): number {
    return this.evaluate(`((${substitute(formula, "x", "x + h")}) - (${from}))/h`, { x, h: step });
  }

  private kink({ at, left, right, value, ...own }: Kink): string[] {
    const x = this.evaluate(at);
    const formula = this.entry.formula.value;
    const sides = ([left, right] as const).flatMap((slope, k) => {
      const h = (k === 0 ? -1 : 1) * 2 ** -70;
      const got = this.quotient(formula, x, h, value?.[k]);
      return near(got, this.evaluate(slope)) ? [] : [`the slope ${k === 0 ? "left" : "right"} of ${at} is ${got}, not ${slope}`];
    });
    const slopes = [left, right].map((slope) => this.evaluate(slope));
    const jumps = [value ? value.map((one) => this.evaluate(one)) : [0, 0], slopes].some(([a, b]) => a !== b);
    return [
      ...sides,
      ...(jumps || this.entry.parameters ? [] : [`nothing jumps at ${at}`]),
      ...(["derivative", "secondDerivative"] as const).flatMap((method) =>
        near(this.f(x, method), this.evaluate(own[method])) ? [] : [`the ${method} at ${at} is ${this.f(x, method)}, not ${own[method]}`],
      ),
    ];
  }

  /** From both sides, so that a kink that is not listed is found where it lies at a point. */
  private derivatives(): string[] {
    const { value, derivative } = this.entry.formula;
    return POINTS.filter((x) => !this.kinks.includes(x)).flatMap((x) =>
      [-(2 ** -90), 2 ** -90].flatMap((h) => {
        const got = this.quotient(value, x, h);
        return near(got, this.evaluate(derivative, { x })) ? [] : [`the slope at ${x} is ${got}, not ${this.f(x, "derivative")}`];
      }),
    );
  }

  private stableForms(): string[] {
    return METHODS.flatMap((method) => {
      const { [method]: stable } = this.entry.stable ?? {};
      if (!stable) return [];
      return POINTS.filter((x) => this.evaluate(stable, { x }) !== this.f(x, method)).map((x) => `the stable ${method} differs at ${x}`);
    });
  }

  private limits(): string[] {
    return METHODS.flatMap((method) =>
      this.facts.limits[method].flatMap((text, side) => {
        const limit = this.evaluate(text);
        const formula = substitute({ ...this.entry.formula, ...this.entry.stable }[method], "x", "x*x*x");
        const values = FAR.filter((x) => x > 0 === side > 0).map((x) => this.evaluate(formula, { x }));
        const right = Number.isNaN(limit) ? new Set(values).size > 1 : values.every((value) => near(value, limit));
        return right ? [] : [`far out the ${method} is ${values[0]}, not ${text}`];
      }),
    );
  }

  private places(): number[] {
    const roots = this.facts.roots
      .filter(({ of }) => of === "derivative")
      .flatMap((root) => this.rootsOf(root).map((at) => this.evaluate(at)));
    return [...POINTS, ...this.kinks, ...roots].sort((a, b) => a - b);
  }

  /** Every value lies in the range; a closed end is a value, an open one is none but is approached at an infinity or beside a jump. */
  private range(): string[] {
    const ranges = this.facts.range.map(readInterval);
    const { value } = this.entry.formula;
    const within = ranges.map(({ low, high, lowClosed, highClosed }) => {
      const parts = [`${low} <${lowClosed ? "=" : ""} v`, `v <${highClosed ? "=" : ""} ${high}`];
      return `${parts[0]} & ${parts[1]}`;
    });
    const places = this.places();
    const outside = places.filter((x) => !within.some((inside) => this.within(inside, x)));
    const values = places.map((x) => this.evaluate(value, { x }));
    const approached = [...this.facts.limits.value, ...this.facts.kinks.flatMap((kink) => kink.value ?? [])].map((text) =>
      this.evaluate(text),
    );
    const ends = ranges.flatMap(({ low, high, lowClosed, highClosed }) => [[low, lowClosed] as const, [high, highClosed] as const]);
    return [
      ...outside.map((x) => `the value at ${x} is out of ${this.facts.range.join(" or ")}`),
      ...ends.flatMap(([end, closed]) =>
        (closed ? values : approached).some((one) => (one === 0 || one * this.evaluate(end) !== 0) && near(one, this.evaluate(end)))
          ? []
          : [`${end} is no ${closed ? "value" : "limit"}`],
      ),
    ];
  }

  /** Whether the value at x is within; ends with a decimal are good to its last digit. */
  private within(inside: string, x: number): boolean {
    const value = this.f(x);
    const [low, high] = inside.split(" & ").map((part) => part.replace(/<?=? ?v ?<?=?/, "")) as [string, string];
    if ([low, high].some((end) => /\d{15}/.test(end) && near(value, this.evaluate(end)))) return true;
    return this.holds(substitute(inside, "v", this.entry.formula.value), { x });
  }

  private monotone(): string[] {
    const { monotone } = this.facts;
    if (monotone === false) return [];
    const { increasing = [], decreasing = [] } = monotone === true ? { increasing: ["(-Infinity, Infinity)"] } : monotone;
    const broken = (interval: Interval, sign: number) => {
      const { low, high } = readInterval(interval);
      const places = this.places().filter((x) => x >= this.evaluate(low) && x <= this.evaluate(high));
      return places.slice(1).some((x, i) => sign * (this.f(x) - this.f(places[i] as number)) < 0);
    };
    return [
      ...increasing.filter((interval) => broken(interval, 1)).map((interval) => `not increasing on ${interval}`),
      ...decreasing.filter((interval) => broken(interval, -1)).map((interval) => `not decreasing on ${interval}`),
    ];
  }

  private rootsOf({ at, forEvery }: RootEntry): string[] {
    return forEvery ? [-3, -1, 0, 1, 2].map((k) => substitute(at, forEvery, `${k}`)) : [at];
  }

  /** On either side of a root the sign is another; or the root is a minimum or maximum, where next to nothing is left. */
  private root(root: RootEntry): string[] {
    const formula = this.entry.formula[root.of];
    return this.rootsOf(root).flatMap((at) => {
      const beside = ["- h", "+ h"].map((step) => this.evaluate(substitute(formula, "x", `${at} ${step}`), { h: 1e-9 }));
      const here = this.evaluate(substitute(formula, "x", at));
      return Math.sign(beside[0] as number) === -Math.sign(beside[1] as number) && Math.abs(here) <= 1e-7 * Math.abs(beside[1] as number)
        ? []
        : [`${at} is no root of the ${root.of}`];
    });
  }

  private gradients(): string[] {
    const { value } = this.entry.formula;
    return Object.entries(this.entry.parameters ?? {}).flatMap(([name, { gradient }]) => {
      if (!gradient) return [];
      const slope = `((${substitute(value, name, `${name} + h`)}) - (${substitute(value, name, `${name} - h`)}))/(2*h)`;
      const h = 2 ** -75 * Math.abs(this.parameters[name] || 1);
      return POINTS.filter((x) => !this.kinks.includes(x)).flatMap((x) =>
        near(this.evaluate(slope, { x, h }), this.evaluate(gradient, { x })) ? [] : [`the gradient of ${name} at ${x} is not ${gradient}`],
      );
    });
  }

  private fromOutput(): string[] {
    const { value, derivative, derivativeFromOutput } = this.entry.formula;
    const tells = Object.entries(this.entry.parameters ?? {}).every(
      ([name, { minimumFromOutput = -Infinity }]) => (this.parameters[name] as number) >= minimumFromOutput,
    );
    if (!derivativeFromOutput || !tells) return [];
    const composed = substitute(derivativeFromOutput, "y", value);
    return POINTS.filter((x) => !near(this.evaluate(composed, { x }), this.evaluate(derivative, { x }))).map(
      (x) => `from the output the derivative at ${x} is another`,
    );
  }
}
