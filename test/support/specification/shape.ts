/** The shape of a function against its formulas: limits, range, monotony, roots. */
import { type Ends, type Interval, type RootEntry, readInterval } from "../../../specification/schema.js";
import { type Evaluator, METHODS, near, substitute } from "./evaluator.js";

/** Far enough for limits when it is cubed. */
const FAR = [-1e300, 1e300, -3.7e299, 3.7e299];

export function limits(e: Evaluator): string[] {
  return METHODS.flatMap((method) =>
    e.facts.limits[method].flatMap((text, side) => {
      const limit = e.evaluate(text);
      const formula = substitute({ ...e.entry.formula, ...e.entry.stable }[method], "x", "x*x*x");
      const values = FAR.filter((x) => x > 0 === side > 0).map((x) => e.evaluate(formula, { x }));
      const right = Number.isNaN(limit) ? new Set(values).size > 1 : values.every((value) => near(value, limit));
      return right ? [] : [`far out the ${method} is ${values[0]}, not ${text}`];
    }),
  );
}

/**
 * Complaints of the range. Every value is in it; a closed end is a value, an open one the limit at
 * an infinity or beside a jump.
 */
export function range(e: Evaluator): string[] {
  const { range, limits, kinks } = e.facts;
  const ranges = range.map(readInterval);
  const places = e.places();
  const values = places.map((x) => e.f(x));
  const approached = [...limits.value, ...kinks.flatMap((kink) => kink.value ?? [])].map((text) => e.evaluate(text));
  const ends = ranges.flatMap(({ low, high, lowClosed, highClosed }) => [[low, lowClosed] as const, [high, highClosed] as const]);
  /** Whether a number is the end: a 0 must be one. */
  const reaches = (end: number) => (one: number) => (one === 0) === (end === 0) && near(one, end);
  return [
    ...places.filter((x) => !ranges.some((ends) => isWithin(e, ends, x))).map((x) => `the value at ${x} is out of ${range.join(" or ")}`),
    ...ends
      .filter(([end, closed]) => !(closed ? values : approached).some(reaches(e.evaluate(end))))
      .map(([end, closed]) => `${end} is no ${closed ? "value" : "limit"}`),
  ];
}

/** Whether the value at x is within; an end that is a decimal is good to its last digit. */
function isWithin(e: Evaluator, { low, high, lowClosed, highClosed }: Ends, x: number): boolean {
  const { value } = e.entry.formula;
  if ([low, high].some((end) => /\d{15}/.test(end) && near(e.f(x), e.evaluate(end)))) return true;
  return e.holds(`${low} <${lowClosed ? "=" : ""} ${value}`, { x }) && e.holds(`${value} <${highClosed ? "=" : ""} ${high}`, { x });
}

export function monotone(e: Evaluator): string[] {
  const { monotone } = e.facts;
  if (monotone === false) return [];
  const { increasing = [], decreasing = [] } = monotone === true ? { increasing: ["(-Infinity, Infinity)"] } : monotone;
  const broken = (interval: Interval, sign: number) => {
    const { low, high } = readInterval(interval);
    const places = e.places().filter((x) => x >= e.evaluate(low) && x <= e.evaluate(high));
    return places.slice(1).some((x, i) => sign * (e.f(x) - e.f(places[i] as number)) < 0);
  };
  return [
    ...increasing.filter((interval) => broken(interval, 1)).map((interval) => `not increasing on ${interval}`),
    ...decreasing.filter((interval) => broken(interval, -1)).map((interval) => `not decreasing on ${interval}`),
  ];
}

/**
 * Finds roots that are none: on either side of one the sign is another, and next to nothing is left
 * at it.
 */
export function root(e: Evaluator, root: RootEntry): string[] {
  const formula = e.entry.formula[root.of];
  return e.rootsOf(root).flatMap((at) => {
    const beside = ["- h", "+ h"].map((step) => e.evaluate(substitute(formula, "x", `${at} ${step}`), { h: 1e-9 }));
    const here = e.evaluate(substitute(formula, "x", at));
    return Math.sign(beside[0] as number) === -Math.sign(beside[1] as number) && Math.abs(here) <= 1e-7 * Math.abs(beside[1] as number)
      ? []
      : [`${at} is no root of the ${root.of}`];
  });
}
