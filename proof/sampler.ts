/**
 * Inputs where errors are likely: all binades, everyday numbers, neighbours of kinks, roots and
 * special arguments.
 */
import { elementary, specialValue } from "../oracle/elementary.js";
import { type Format, float64 } from "../oracle/formats.js";
import { type MathEntry, readInterval } from "../specification/schema.js";
import type { Random } from "./random.js";
import { type ActivationSubject, elementaryName, rootsOf, specOf } from "./subjects.js";

/**
 * A second argument for a first one, of functions of two: of others than the power, up to 2^30
 * times as large or as small.
 */
type Second = (x: number, random: Random, format: Format) => number;

const beside: Second = (x, random) => x * 2 ** random.between(-30, 30) * (random.unit() < 0.5 ? -1 : 1);

const SECOND: Readonly<Record<string, Second>> = {
  hypot: beside,
  atan2: beside,
  /** Powers that are numbers of the format: of a negative number whole ones. */
  pow(x, random, { minimumExponent, mantissaBits, maximumExponent }) {
    const y = random.between(minimumExponent - mantissaBits, maximumExponent + 1) / Math.log2(Math.abs(x));
    return x < 0 ? Math.round(y) : y;
  },
};

export class Sampler {
  private readonly points: readonly number[];
  private readonly isInDomain: (x: number) => boolean;

  constructor(
    private readonly subject: ActivationSubject,
    private readonly format: Format,
    private readonly random: Random,
  ) {
    const { domain = ["[-Infinity, Infinity]"], special = {} }: Partial<MathEntry> = elementary[elementaryName(subject.name) ?? ""] ?? {};
    const ends = domain.map(readInterval).map(({ low, high }) => [low, high].map((end) => specialValue(end, float64)));
    this.isInDomain = (x) => ends.some(([low = 0, high = 0]) => x >= low && x <= high);
    const known = [...ends.flat(), ...Object.keys(special).map(Number)].filter(Number.isFinite);
    this.points = [0, ...specOf(subject.name).kinks, ...rootsOf(subject).map(({ x }) => x), ...known];
  }

  /** A gradient and x, or two arguments. Where a method takes x alone, the first is left unread. */
  inputs(): readonly [number, number] {
    const { subject, random, format } = this;
    const second = SECOND[elementaryName(subject.name) ?? ""];
    const x = this.x();
    return second ? [x, second(x, random, format)] : [this.dy(), x];
  }

  private x(): number {
    let x = this.anywhere();
    while (!this.isInDomain(x)) x = this.anywhere();
    return x;
  }

  private anywhere(): number {
    const { random } = this;
    const sign = random.unit() < 0.5 ? -1 : 1;
    const kind = random.unit();
    if (kind < 0.1) return sign * this.ofBinade(this.format.minimumExponent - this.format.mantissaBits, this.format.maximumExponent);
    if (kind < 0.2) return sign * this.ofBinade(-30, 10);
    if (kind < 0.3) {
      const point = this.points[random.below(this.points.length)] as number;
      return point + sign * this.ofBinade(-this.format.mantissaBits, 0);
    }
    if (kind < 0.4) return random.between(-1, 1);
    if (kind < 0.5) return random.between(-1500, 1500);
    return random.between(-40, 40);
  }

  private dy(): number {
    const { random, format } = this;
    const sign = random.unit() < 0.5 ? -1 : 1;
    const smallest = format.minimumExponent - format.mantissaBits;
    return sign * (random.unit() < 0.2 ? this.ofBinade(smallest, format.maximumExponent) : this.ofBinade(-10, 10));
  }

  private ofBinade(low: number, high: number): number {
    const { random } = this;
    return (1 + random.unit() + random.unit() * 2 ** -32) * 2 ** Math.floor(random.between(low, high));
  }
}
