/**
 * A neuron that can be dragged: inputs, weights, a bias, their sum, and what the activation makes
 * of it.
 */
import { binaryStep, gelu, relu, sigmoid, tanh } from "hillock";
import { followAddress, keepInAddress, listOf } from "../address.js";
import { choice, draggable, html, svg } from "../dom.js";
import type { Activation } from "../functions.js";
import { curveOf, endsOf } from "../neuron/curve.js";

const gates = { binaryStep, relu, sigmoid, tanh, gelu } as unknown as Readonly<Record<string, Activation>>;

/**
 * The height of the drawing, and the widths of its halves, which lie under each other where there
 * is no room.
 */
const [HEIGHT, BEFORE, AFTER] = [380, 300, 300];
/** How far a number moves a circle, in units of the drawing. */
const SCALE = 14;
/**
 * The plot of the activation: its left and right, the height of 0, and how far from there it may
 * go.
 */
const PLOT = { left: 335, right: 505, zero: 190, most: 125 };
/** The middle of the circle of the output. */
const OUTPUT = 562;
/** The middles of the circles of inputs, and of weights that are 0. */
const [INPUT, WEIGHT] = [34, 110];
/** The inputs that it shows at least, and the largest unit upwards. */
const [REACH, UNIT] = [5, 60];

const BEGINNING = { name: "binaryStep", inputs: [1, -0.5, 0.75], weights: [0.8, -1.2, 0.5], bias: -0.5 };
/** The numbers that a circle can be dragged to. */
const LIMITS = { min: -2, max: 2 };

interface Point {
  readonly x: number;
  readonly y: number;
}

const written = (value: number) =>
  value
    .toFixed(2)
    .replace(/^-(?=.*[1-9])/, "−")
    .replace("-", "");

/** The effect of a neuron with that output, in words. */
function told(output: number): string {
  if (output === 0) return "is silent";
  if (Math.abs(output) < 0.005) return "is all but silent";
  return output < 0 ? "passes a negative number on" : "passes something on";
}

export function start(place: HTMLElement): void {
  let { name, bias } = BEGINNING;
  let [inputs, weights] = [[...BEGINNING.inputs], [...BEGINNING.weights]];

  const drawing = svg("svg", {
    viewBox: `0 0 ${BEFORE} ${HEIGHT}`,
    role: "group",
    "aria-label": "A neuron with three inputs",
  });
  const after = svg("svg", {
    viewBox: `${BEFORE} 0 ${AFTER} ${HEIGHT}`,
    // Where it stands below, its upper and lower end are left out.
    preserveAspectRatio: "xMidYMid slice",
    role: "img",
    "aria-label": "Its activation",
  });
  const result = html("p", { role: "status" });
  const fixed: SVGElement[] = [];
  const redraw: (() => void)[] = [];

  const sumOf = () => inputs.reduce((total, input, i) => total + input * (weights[i] as number), bias);
  const update = () => {
    for (const draw of redraw) draw();
    const sum = sumOf();
    const output = (gates[name] as Activation)(sum);
    const terms = inputs.map((input, i) => `${written(input)} · ${written(weights[i] as number)}`).join(" + ");
    result.textContent = `${terms} + ${written(bias)} = ${written(sum)}, and ${name}(${written(sum)}) = ${written(output)}: the neuron ${told(output)}.`;
  };

  /** A circle to drag, whose number says where it is. */
  const handle = (label: string, place: (value: number) => Point, get: () => number, set: (value: number) => void, alsoRight = false) => {
    const circle = svg("circle", { class: "handle", r: 21 });
    const value = svg("text", { "text-anchor": "middle" });
    const title = svg("text", { "text-anchor": "middle", class: "muted label" }, label);
    redraw.push(() => {
      const { x, y } = place(get());
      circle.setAttribute("cx", String(x));
      circle.setAttribute("cy", String(y));
      for (const text of [value, title]) text.setAttribute("x", String(x));
      value.setAttribute("y", String(y + 4));
      value.textContent = written(get());
      title.setAttribute("y", String(y - 27));
    });
    const told = draggable(circle, { name: label, ...LIMITS, step: 0.1, unitsPerPixel: 1 / SCALE, alsoRight }, get, (next) => {
      set(next);
      update();
      keepInAddress("neuron");
    });
    redraw.push(told);
    value.style.pointerEvents = "none";
    fixed.push(circle, value, title);
  };

  const [sumX, sumY] = [262, PLOT.zero];
  const upAt =
    (x: number, y: number) =>
    (value: number): Point => ({ x, y: y - value * SCALE });
  for (const [i] of inputs.entries()) {
    const y = 62 + i * 128;
    const wire = svg("line", { x1: INPUT, x2: sumX, stroke: "currentColor", "stroke-linecap": "round" });
    redraw.push(() => {
      const weight = weights[i] as number;
      wire.setAttribute("y1", String(y - (inputs[i] as number) * SCALE));
      wire.setAttribute("y2", String(sumY));
      wire.setAttribute("stroke-width", String(1 + 4 * Math.abs(weight)));
      wire.style.color = `var(--${weight < 0 ? "second" : "first"})`;
    });
    drawing.append(wire);
    const input = upAt(INPUT, y);
    handle(
      `input ${i + 1}`,
      input,
      () => inputs[i] as number,
      (value) => {
        inputs[i] = value;
      },
    );
    handle(
      `weight ${i + 1}`,
      // It slides along the line, the larger it is, the nearer to the sum.
      (value) => {
        const start = input(inputs[i] as number);
        const x = WEIGHT + value * SCALE;
        return { x, y: start.y + ((sumY - start.y) * (x - start.x)) / (sumX - start.x) };
      },
      () => weights[i] as number,
      (value) => {
        weights[i] = value;
      },
      true,
    );
  }
  handle(
    "bias",
    upAt(sumX, 70),
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
  const ends = svg("g", { class: "ends" });
  const dot = svg("circle", { r: 6, fill: "var(--second)" });
  const outputText = svg("text", { x: OUTPUT, y: PLOT.zero + 5, "text-anchor": "middle" });
  const middle = (PLOT.left + PLOT.right) / 2;
  const line = (x1: number, x2: number, y1: number, y2: number, width = 1) =>
    svg("line", { x1, x2, y1, y2, stroke: "var(--line)", "stroke-width": width });
  const [mark, markText] = [line(middle - 4, middle + 4, 0, 0), svg("text", { x: middle - 8, "text-anchor": "end", class: "muted" })];
  fixed.push(line(sumX + 26, BEFORE, sumY, sumY, 2));
  after.append(
    line(BEFORE, PLOT.left - 6, sumY, sumY, 2),
    line(PLOT.left, PLOT.right, PLOT.zero, PLOT.zero),
    line(middle, middle, PLOT.zero - PLOT.most, PLOT.zero + UNIT),
    line(PLOT.right + 6, OUTPUT - 29, PLOT.zero, PLOT.zero, 2),
    mark,
    markText,
    svg("circle", { cx: OUTPUT, cy: PLOT.zero, r: 28, fill: "var(--card)", stroke: "var(--line)", "stroke-width": 2 }),
    outputText,
    svg("text", { x: OUTPUT, y: PLOT.zero + 48, "text-anchor": "middle", class: "muted" }, "output"),
    curve,
    ends,
    dot,
  );
  redraw.push(() => {
    const f = gates[name] as Activation;
    const sum = sumOf();
    const reach = Math.max(REACH, Math.abs(sum));
    // Each of them is highest at the right.
    const highest = f(reach);
    const [across, up] = [(PLOT.right - PLOT.left) / 2 / reach, Math.min(UNIT, PLOT.most / highest)];
    const x = (input: number) => middle + input * across;
    const y = (output: number) => PLOT.zero - output * up;
    curve.setAttribute("d", curveOf(f, reach, x, y));
    ends.replaceChildren(...endsOf(f, x, y));
    dot.setAttribute("cx", String(x(sum)));
    dot.setAttribute("cy", String(y(f(sum))));
    const marked = Math.max(1, Math.floor(highest));
    for (const end of ["y1", "y2"]) mark.setAttribute(end, String(PLOT.zero - marked * up));
    markText.setAttribute("y", String(PLOT.zero - marked * up + 4));
    markText.textContent = String(marked);
    outputText.textContent = written(f(sum));
  });

  drawing.append(...fixed);
  const gate = choice("activation", Object.keys(gates), name, (chosen) => {
    name = chosen;
    update();
    keepInAddress("neuron");
  });
  redraw.push(() => {
    (gate.querySelector("select") as HTMLSelectElement).value = name;
  });
  const key = (name: string) => html("span", { class: `key ${name}` });
  const legend = html(
    "p",
    { class: "muted" },
    "The line of an input: ",
    key("first"),
    "its weight is positive, ",
    key("second"),
    "it is negative; the thicker, the further it is from 0.",
  );
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html("div", { class: "controls" }, gate),
      html("div", { class: "beside" }, html("div", { class: "halves" }, drawing, after), html("div", {}, legend, result)),
    ),
  );
  update();
  followAddress("neuron", {
    fields: () => ({ neuron: name, inputs: listOf(inputs), weights: listOf(weights), bias: listOf([bias]) }),
    read(given) {
      name = given.oneOf("neuron", Object.keys(gates), BEGINNING.name);
      inputs = [...given.numbers("inputs", BEGINNING.inputs, LIMITS)];
      weights = [...given.numbers("weights", BEGINNING.weights, LIMITS)];
      bias = given.number("bias", BEGINNING.bias, LIMITS);
      update();
    },
  });
}
