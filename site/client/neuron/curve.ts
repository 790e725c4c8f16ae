import { abscissas, BESIDE } from "../../../bench/report/abscissas.js";
import { path, type Scale } from "../../../bench/report/svg.js";
import { svg } from "../dom.js";
import { type Activation, jumpsOf } from "../functions.js";

/** Steps on either side of 0: a power of two, so that the last of them ends where it should. */
const STEPS = 128;

/** The path of a function from -reach to reach, with a gap where it jumps. */
export function curveOf(f: Activation, reach: number, x: Scale, y: Scale): string {
  const places = abscissas(jumpsOf(f, f.spec.kinks), reach, reach / STEPS);
  return path(Array.from(places, (at) => [x(at), y(f(at))]));
}

/** The ends of a function's branches at its jumps: a dot where it is, a circle where it is not. */
export function endsOf(f: Activation, x: Scale, y: Scale): readonly SVGElement[] {
  return jumpsOf(f, f.spec.kinks).flatMap((at) => {
    const mark = (height: number, fill: string) =>
      svg("circle", { cx: x(at), cy: y(height), r: 3.5, fill, stroke: "var(--first)", "stroke-width": 1.5 });
    const value = f(at);
    const others = [f(at - BESIDE), f(at + BESIDE)].filter((end) => Math.abs(end - value) > 1e-6);
    return [...others.map((end) => mark(end, "var(--card)")), mark(value, "var(--first)")];
  });
}
