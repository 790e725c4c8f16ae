/** Every function with its first two derivatives, computed by hillock. */
import { type Activation, activations } from "hillock";
import { abscissas } from "./abscissas.js";
import { areaOf, drawing, element, figure, frame, linear, path, ticksOf } from "./svg.js";

const [WIDTH, HEIGHT] = [250, 200];
const AREA = areaOf(WIDTH, HEIGHT, 28, 14, 22);
const REACH = 6;
const VALUES = { from: -1.25, to: 3.25 };
const STEP = 1 / 32;
const ORDERS = ["f", "d", "dd"];

export function functionPlots(names: readonly string[]): string {
  const legend = ORDERS.map((order, i) => {
    const attributes = { width: 26, height: 14, "aria-hidden": "true", style: "width:26px" };
    const sample = element("svg", attributes, element("path", { class: `curve ${order}`, d: "M1 7H25" }));
    return element("li", {}, sample, `f${"′".repeat(i)}(x)`);
  });
  return element("ul", { class: "legend" }, ...legend) + element("div", { class: "grid" }, ...names.map(panel));
}

function panel(name: string): string {
  const activation = activations[name as keyof typeof activations] as Activation;
  const x = linear({ from: -REACH, to: REACH }, { from: AREA.left, to: AREA.right });
  const y = linear(VALUES, { from: AREA.bottom, to: AREA.top });
  const at = abscissas(activation.spec.kinks, REACH, STEP);
  const curves = [activation(at), activation.derivative(at), activation.secondDerivative(at)].map((results, order) => {
    const isSeen = (result: number) => result >= VALUES.from && result <= VALUES.to;
    const points = Array.from(results, (result, i): [number, number] => [x(at[i] as number), isSeen(result) ? y(result) : Number.NaN]);
    return element("path", { class: `curve ${ORDERS[order]}`, d: path(points) });
  });
  const ticks = (values: readonly number[]) => ticksOf(values, (value) => String(value).replace("-", "−"));
  const axes = frame(AREA, { scale: x, ticks: ticks([-6, -3, 0, 3, 6]) }, { scale: y, ticks: ticks([-1, 0, 1, 2, 3]) });
  return figure(name, drawing(WIDTH, HEIGHT, `${name} and its derivatives`, axes, ...curves));
}
