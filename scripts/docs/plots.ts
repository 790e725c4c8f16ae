/**
 * docs/plots/: every activation with its derivative, at its default parameters, computed by
 * hillock.
 */
import { type Activation, activations } from "hillock";
import { abscissas, BESIDE } from "../../bench/report/abscissas.js";
import { areaOf, element, frame, linear, path, type Scale, ticksOf } from "../../bench/report/svg.js";
import { label, pictureFile, signed } from "./pictureFile.js";

const [WIDTH, HEIGHT] = [340, 210];
const AREA = areaOf(WIDTH, HEIGHT, 30, 26, 24);
const STEP = 1 / 16;

/** The values in sight, unless a kink is beyond. */
const VALUES = { from: -3, to: 4 };

type Method = (x: number) => number;

/** The file of every plot, by its path. */
export function plots(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(activations).map(([name, f]) => [plotOf(name), plot(name, f as unknown as Activation)]));
}

export function plotOf(name: string): string {
  return `docs/plots/${name}.svg`;
}

function plot(name: string, f: Activation): string {
  const { kinks } = f.spec;
  const reach = Math.max(5, ...kinks.map((kink) => Math.ceil(Math.abs(kink)) + 2));
  const curves: readonly (readonly [kind: string, method: Method])[] = [
    ["second", (x) => f.derivative(x)],
    ["first", (x) => f(x)],
  ];
  const places = abscissas(kinks, reach, STEP);
  const all = curves.flatMap(([, method]) => Array.from(places, method)).filter(Number.isFinite);
  const atKinks = kinks.map((kink) => f(kink));
  const domain = {
    from: Math.min(-1, Math.max(Math.floor(Math.min(...all)), Math.min(VALUES.from, ...atKinks.map((y) => y - 1)))),
    to: Math.max(2, Math.min(Math.ceil(Math.max(...all)), Math.max(VALUES.to, ...atKinks.map((y) => y + 1)))),
  };
  const x = linear({ from: -reach, to: reach }, { from: AREA.left, to: AREA.right });
  const y = linear(domain, { from: AREA.bottom, to: AREA.top });
  const inSight = (value: number) => value >= domain.from - 1e-6 && value <= domain.to + 1e-6;
  const drawn = curves.flatMap(([kind, method]) => {
    const jumps = kinks.filter((kink) => isJump(method, kink));
    const points = Array.from(abscissas(jumps, reach, STEP), (at): [number, number] => {
      const value = method(at);
      return [x(at), inSight(value) ? y(value) : Number.NaN];
    });
    const marks = kinks.flatMap((kink) => marksOf(kind, method, kink, x, y));
    return [element("path", { class: `curve ${kind}`, d: path(points) }), ...marks];
  });
  const axes = frame(
    AREA,
    { scale: x, ticks: ticksOf(wholeNumbers({ from: -reach, to: reach }, 2), signed) },
    { scale: y, ticks: ticksOf(wholeNumbers(domain, 1), signed) },
  );
  const names = [label("first", name, [AREA.left, 15]), label("second", "its derivative", [AREA.left + 7 * name.length + 14, 15])];
  return pictureFile(WIDTH, HEIGHT, `${name} and its derivative`, axes, ...names, ...drawn);
}

function wholeNumbers({ from, to }: { readonly from: number; readonly to: number }, step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

function isJump(method: Method, at: number): boolean {
  return Math.abs(method(at - BESIDE) - method(at + BESIDE)) > 1e-6;
}

/**
 * The value at a kink as a dot, and where it jumps, the ends of the branches that do not reach it
 * as circles.
 */
function marksOf(kind: string, method: Method, at: number, x: Scale, y: Scale): string[] {
  const value = method(at);
  const ends = [method(at - BESIDE), method(at + BESIDE)].filter((end) => Math.abs(end - value) > 1e-6);
  return [
    ...ends.map((end) => element("circle", { class: `open ${kind}`, cx: x(at), cy: y(end), r: 3 })),
    element("circle", { class: `dot ${kind}`, cx: x(at), cy: y(value), r: 3 }),
  ];
}
