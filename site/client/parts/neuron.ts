/** A neuron that can be dragged: inputs, weights, a bias, their sum, and what the activation makes of it. */
import { binaryStep, gelu, relu, sigmoid, tanh } from "hillock";
import { choice, draggable, html, svg } from "../dom.js";

const gates = { binaryStep, relu, sigmoid, tanh, gelu } as unknown as Readonly<Record<string, (x: number) => number>>;

const [WIDTH, HEIGHT] = [760, 380];
/** How far a number moves a circle, in units of the drawing. */
const SCALE = 14;
/** The plot of the activation: its left and right, the height of 0, and its units in both directions. */
const PLOT = { left: 440, right: 640, zero: 195, x: 20, y: 40 };

const written = (value: number) => value.toFixed(2).replace("-", "−");

export function start(place: HTMLElement): void {
  const inputs = [1, -0.5, 0.75];
  const weights = [0.8, -1.2, 0.5];
  let bias = -0.5;
  let name = "binaryStep";

  const drawing = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: "100%",
    role: "group",
    "aria-label": "A neuron with three inputs",
  });
  const result = html("p", { role: "status" });
  const fixed: SVGElement[] = [];
  const redraw: (() => void)[] = [];

  const sumOf = () => inputs.reduce((total, input, i) => total + input * (weights[i] as number), bias);
  const update = () => {
    for (const draw of redraw) draw();
    const sum = sumOf();
    const output = (gates[name] as (x: number) => number)(sum);
    const terms = inputs.map((input, i) => `${written(input)} · ${written(weights[i] as number)}`).join(" + ");
    result.textContent = `${terms} + ${written(bias)} = ${written(sum)}, and ${name}(${written(sum)}) = ${written(output)}: the neuron ${output > 0.001 ? "passes something on" : "is silent"}.`;
  };

  const handle = (label: string, x: number, y: number, get: () => number, set: (value: number) => void) => {
    const circle = svg("circle", { class: "handle", r: 17 });
    const value = svg("text", { "text-anchor": "middle" });
    const title = svg("text", { x, y: y - 50, "text-anchor": "middle", class: "muted" }, label);
    redraw.push(() => {
      const at = y - get() * SCALE;
      circle.setAttribute("cx", String(x));
      circle.setAttribute("cy", String(at));
      value.setAttribute("x", String(x));
      value.setAttribute("y", String(at + 4));
      value.textContent = get().toFixed(1);
    });
    draggable(circle, { name: label, min: -2, max: 2, step: 0.1, unitsPerPixel: 1 / SCALE }, get, (next) => {
      set(next);
      update();
    });
    value.style.pointerEvents = "none";
    fixed.push(title, circle, value);
  };

  const [sumX, sumY] = [350, 195];
  for (const [i] of inputs.entries()) {
    const y = 70 + i * 125;
    const wire = svg("line", { x1: 60, x2: sumX, stroke: "currentColor", "stroke-linecap": "round" });
    redraw.push(() => {
      const weight = weights[i] as number;
      wire.setAttribute("y1", String(y - (inputs[i] as number) * SCALE));
      wire.setAttribute("y2", String(sumY));
      wire.setAttribute("stroke-width", String(1 + 4 * Math.abs(weight)));
      wire.style.color = `var(--${weight < 0 ? "second" : "first"})`;
    });
    drawing.append(wire);
    handle(
      `input ${i + 1}`,
      60,
      y,
      () => inputs[i] as number,
      (value) => {
        inputs[i] = value;
      },
    );
    handle(
      `weight ${i + 1}`,
      190,
      y + (sumY - y) * 0.2,
      () => weights[i] as number,
      (value) => {
        weights[i] = value;
      },
    );
  }
  handle(
    "bias",
    sumX,
    70,
    () => bias,
    (value) => {
      bias = value;
    },
  );

  const sumText = svg("text", { x: sumX, y: sumY + 5, "text-anchor": "middle" });
  fixed.push(
    svg("circle", { cx: sumX, cy: sumY, r: 26, fill: "var(--card)", stroke: "var(--line)", "stroke-width": 2 }),
    sumText,
    svg("text", { x: sumX, y: sumY + 46, "text-anchor": "middle", class: "muted" }, "sum"),
  );
  redraw.push(() => {
    sumText.textContent = written(sumOf());
  });

  const curve = svg("path", { fill: "none", stroke: "var(--first)", "stroke-width": 2.5 });
  const dot = svg("circle", { r: 6, fill: "var(--second)" });
  const outputText = svg("text", { x: 705, y: PLOT.zero + 5, "text-anchor": "middle" });
  const middle = (PLOT.left + PLOT.right) / 2;
  const pointOf = (x: number, y: number) => [middle + x * PLOT.x, PLOT.zero - Math.max(-1.4, Math.min(3.2, y)) * PLOT.y] as const;
  fixed.push(
    svg("line", { x1: sumX + 26, x2: PLOT.left - 6, y1: sumY, y2: sumY, stroke: "var(--line)", "stroke-width": 2 }),
    svg("line", { x1: PLOT.left, x2: PLOT.right, y1: PLOT.zero, y2: PLOT.zero, stroke: "var(--line)" }),
    svg("line", { x1: middle, x2: middle, y1: 60, y2: 250, stroke: "var(--line)" }),
    svg("line", { x1: PLOT.right + 6, x2: 675, y1: PLOT.zero, y2: PLOT.zero, stroke: "var(--line)", "stroke-width": 2 }),
    svg("circle", { cx: 705, cy: PLOT.zero, r: 28, fill: "var(--card)", stroke: "var(--line)", "stroke-width": 2 }),
    outputText,
    svg("text", { x: 705, y: PLOT.zero + 48, "text-anchor": "middle", class: "muted" }, "output"),
    curve,
    dot,
  );
  redraw.push(() => {
    const f = gates[name] as (x: number) => number;
    const points = Array.from({ length: 201 }, (_, i) => pointOf(-5 + i / 20, f(-5 + i / 20)));
    curve.setAttribute("d", points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join(""));
    const sum = sumOf();
    const [x, y] = pointOf(Math.max(-5, Math.min(5, sum)), f(sum));
    dot.setAttribute("cx", String(x));
    dot.setAttribute("cy", String(y));
    outputText.textContent = written(f(sum));
  });

  drawing.append(...fixed);
  const gate = choice("activation", Object.keys(gates), name, (chosen) => {
    name = chosen;
    update();
  });
  place.replaceChildren(
    html("div", { class: "card" }, html("div", { class: "controls" }, gate), html("div", { class: "scroll" }, drawing), result),
  );
  update();
}
