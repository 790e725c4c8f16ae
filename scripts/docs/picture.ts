/**
 * docs/gelu.svg: gelu with its derivatives, and the errors of hillock and of the usual formula,
 * from -8 to 4.
 */
import { configure, gelu } from "hillock";
import { type areaOf, element, frame, linear, path, type Range, text, ticksOf } from "../../bench/report/svg.js";
import { float32 } from "../../oracle/formats.js";
import { Reference } from "../../oracle/oracle.js";
import { naiveGelu } from "./bench.js";
import { label, type Point, pictureFile, signed } from "./pictureFile.js";

/** The areas of both panels within the picture. */
const [LEFT, RIGHT] = [40, 430].map((left) => ({ left, right: left + 310, top: 30, bottom: 210 }));
const DOMAIN = { from: -8, to: 4 };

type Area = ReturnType<typeof areaOf>;

export function picture(): string {
  configure({ backend: "simd" });
  return pictureFile(760, 240, "gelu, its derivatives, and its errors", ...curves(LEFT as Area), ...errors(RIGHT as Area));
}

function curves(area: Area): string[] {
  const { place, axes, curve } = panel("gelu and its derivatives", area, { from: -1, to: 4 }, [-1, 0, 1, 2, 3, 4], signed);
  const xs = Array.from({ length: 121 }, (_, i) => DOMAIN.from + (i * (DOMAIN.to - DOMAIN.from)) / 120);
  const points = (f: (x: number) => number) => xs.map((x): Point => [x, f(x)]);
  return [
    axes,
    curve("third", points(gelu.secondDerivative)),
    curve("second", points(gelu.derivative)),
    curve("first", points(gelu)),
    label("first", "gelu", place([1.4, 3])),
    label("second", "gelu′", place([3.2, 0.62])),
    label("third", "gelu″", place([2.4, -0.5])),
  ];
}

function errors(area: Area): string[] {
  const powers: Readonly<Record<number, string>> = { 0: "1", 2: "10²", 4: "10⁴", 6: "10⁶" };
  const title = "largest error, in units in the last place";
  const { place, axes, curve } = panel(title, area, { from: -1, to: 6 }, [0, 2, 4, 6], (power) => powers[power] as string);
  const points = (compute: (x: Float32Array, y: Float32Array) => void) =>
    worstErrors(compute).map(([x, ulp]): Point => [x, Math.log10(ulp)]);
  return [
    axes,
    curve(
      "second",
      points((x, y) => y.set(x.map(naiveGelu))),
    ),
    curve(
      "first",
      points((x, y) => gelu(x, { out: y })),
    ),
    label("second", "the usual formula, in float64", place([-4.2, 3.9])),
    label("first", "hillock: at most 0.51", place([-7.6, 0.1])),
  ];
}

/** The axes of a panel, and where points lie in it. */
function panel(title: string, area: Area, values: Range, ticks: readonly number[], write: (value: number) => string) {
  const x = linear(DOMAIN, { from: area.left, to: area.right });
  const y = linear(values, { from: area.bottom, to: area.top });
  const place = ([at, value]: Point): Point => [x(at), y(value)];
  const axes = frame(area, { scale: x, ticks: ticksOf([-8, -4, 0, 4], signed) }, { scale: y, ticks: ticksOf(ticks, write) });
  return {
    place,
    axes: axes + text(title, { x: area.left, y: area.top - 14 }),
    curve: (kind: string, points: readonly Point[]) => element("path", { class: `curve ${kind}`, d: path(points.map(place)) }),
  };
}

/** The largest of the errors of float32 results in each of 120 intervals. */
function worstErrors(compute: (x: Float32Array, y: Float32Array) => void): Point[] {
  const [intervals, inputs] = [120, 16];
  const reference = new Reference("gelu", "value", {});
  return Array.from({ length: intervals }, (_, interval) => {
    const width = (DOMAIN.to - DOMAIN.from) / intervals;
    const x = Float32Array.from({ length: inputs }, (_, i) => DOMAIN.from + (interval + (i + 0.5) / inputs) * width);
    const y = new Float32Array(inputs);
    compute(x, y);
    return [x[inputs / 2] as number, Math.max(...y.map((got, i) => reference.judge(float32, [x[i] as number], got).ulp))];
  });
}
