/** Every function with its first two derivatives, computed by hillock. */
import type { Activation } from "hillock";
import { activations } from "../hillock.js";
import { drawing, figure, frame } from "./chart.js";
import { element, linear, path } from "./svg.js";

const WIDTH = 250;
const HEIGHT = 200;
const AREA = { left: 28, right: WIDTH - 8, top: 14, bottom: HEIGHT - 22 };
const REACH = 6;
const VALUES = { from: -1.25, to: 3.25 };
const STEP = 1 / 32;

export function functionPlots(names: readonly string[]): string {
  const legend = ["f", "d", "dd"].map((order, i) => {
    const sample = element(
      "svg",
      { width: 26, height: 14, "aria-hidden": "true", style: "width:26px" },
      element("path", { class: `curve ${order}`, d: "M1 7H25" }),
    );
    return element("li", {}, sample, `f${"′".repeat(i)}(x)`);
  });
  return (
    element("ul", { class: "legend" }, ...legend) +
    element("div", { class: "grid" }, ...names.map((name) => panel(activations[name] as unknown as Activation)))
  );
}

function panel(activation: Activation): string {
  const x = linear({ from: -REACH, to: REACH }, { from: AREA.left, to: AREA.right });
  const y = linear(VALUES, { from: AREA.bottom, to: AREA.top });
  const at = abscissas(activation.spec.kinks);
  const curve = (results: Float64Array, order: string) => {
    const points = Array.from(at, (value, i): [number, number] => {
      const result = results[i] as number;
      return [x(value), result >= VALUES.from && result <= VALUES.to ? y(result) : Number.NaN];
    });
    return element("path", { class: `curve ${order}`, d: path(points) });
  };
  const ticks = (values: readonly number[]) => values.map((value) => ({ at: value, label: String(value).replace("-", "−") }));
  const axes = frame(AREA, { scale: x, ticks: ticks([-6, -3, 0, 3, 6]) }, { scale: y, ticks: ticks([-1, 0, 1, 2, 3]) });
  const curves = [curve(activation(at), "f"), curve(activation.derivative(at), "d"), curve(activation.secondDerivative(at), "dd")];
  return figure(activation.name, drawing(WIDTH, HEIGHT, `${activation.name} and its derivatives`, axes, ...curves));
}

/** Evenly spaced; at a kink the points on either side, and between them no number, which breaks the line. */
function abscissas(kinks: readonly number[]): Float64Array {
  const even = Array.from({ length: (2 * REACH) / STEP + 1 }, (_, i) => -REACH + i * STEP).filter((value) => !kinks.includes(value));
  const sides = kinks.flatMap((kink) => [kink - 1e-9, kink + 1e-9]);
  const sorted = [...even, ...sides].sort((a, b) => a - b);
  return Float64Array.from(sorted.flatMap((value) => (kinks.some((kink) => value === kink - 1e-9) ? [value, Number.NaN] : [value])));
}
