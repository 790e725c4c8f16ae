/** docs/gelu.svg: gelu with its derivatives, and the errors of hillock and of the usual formula, from -8 to 4. */
import { configure, gelu } from "hillock";
import { float32 } from "../../oracle/formats.js";
import { Reference } from "../../oracle/oracle.js";
import { naiveGelu } from "./bench.js";

type Point = readonly [x: number, y: number];

/** Of both panels, within the picture. */
const [WIDTH, HEIGHT] = [310, 180];
const [FROM, TO] = [-8, 4];

const STYLE = `
    text { font: 12px system-ui, sans-serif; fill: #59636e }
    path { fill: none; stroke-width: 2; stroke-linejoin: round }
    .axis { stroke: #8c959f; stroke-width: 1 }
    .first { stroke: #0969da } .second { stroke: #bc4c00 } .third { stroke: #8250df }
    text.first { fill: #0969da; stroke: none } text.second { fill: #bc4c00; stroke: none } text.third { fill: #8250df; stroke: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #9198a1 } .axis { stroke: #656c76 }
      .first { stroke: #4493f8 } .second { stroke: #f0883e } .third { stroke: #ab7df8 }
      text.first { fill: #4493f8 } text.second { fill: #f0883e } text.third { fill: #ab7df8 }
    }`;

export function picture(): string {
  configure({ backend: "simd" });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 240" role="img" aria-label="gelu, its derivatives, and its errors">
  <!-- Written by npm run docs. -->
  <style>${STYLE}
  </style>
  <g transform="translate(40 30)">${curves()}
  </g>
  <g transform="translate(430 30)">${errors()}
  </g>
</svg>
`;
}

function curves(): string {
  const place = scale(-1, 4);
  const xs = Array.from({ length: 121 }, (_, i) => FROM + (i * (TO - FROM)) / 120);
  const curve = (kind: string, f: (x: number) => number) =>
    path(
      kind,
      xs.map((x) => place([x, f(x)])),
    );
  return [
    ...axes("gelu and its derivatives", { [-1]: "−1", 0: "0", 1: "1", 2: "2", 3: "3", 4: "4" }, place, 0),
    curve("third", gelu.secondDerivative),
    curve("second", gelu.derivative),
    curve("first", gelu),
    label("first", "gelu", place([1.4, 3])),
    label("second", "gelu′", place([3.2, 0.62])),
    label("third", "gelu″", place([2.4, -0.5])),
  ].join("");
}

function errors(): string {
  const place = scale(-1, 6);
  const curve = (kind: string, compute: (x: Float32Array, y: Float32Array) => void) =>
    path(
      kind,
      worstErrors(compute).map(([x, ulp]) => place([x, Math.log10(ulp)])),
    );
  return [
    ...axes("largest error, in units in the last place", { 0: "1", 2: "10²", 4: "10⁴", 6: "10⁶" }, place, -1),
    curve("second", (x, y) => y.set(x.map(naiveGelu))),
    curve("first", (x, y) => gelu(x, { out: y })),
    label("second", "the usual formula, in float64", place([-4.2, 3.9])),
    label("first", "hillock: at most 0.51", place([-7.6, 0.1])),
  ].join("");
}

/** The largest of the errors of float32 results in each of 120 intervals. */
function worstErrors(compute: (x: Float32Array, y: Float32Array) => void): Point[] {
  const [intervals, inputs] = [120, 16];
  const reference = new Reference("gelu", "value", {});
  return Array.from({ length: intervals }, (_, interval) => {
    const x = Float32Array.from({ length: inputs }, (_, i) => FROM + ((interval + (i + 0.5) / inputs) * (TO - FROM)) / intervals);
    const y = new Float32Array(inputs);
    compute(x, y);
    return [x[inputs / 2] as number, Math.max(...y.map((got, i) => reference.judge(float32, [x[i] as number], got).ulp))];
  });
}

/** Coordinates of a panel whose values lie between these two. */
function scale(low: number, high: number) {
  return ([x, y]: Point): Point => [((x - FROM) / (TO - FROM)) * WIDTH, HEIGHT - ((y - low) / (high - low)) * HEIGHT];
}

/** The axes, the horizontal one at `zero`, with numbers on the left and below. */
function axes(title: string, marks: Readonly<Record<number, string>>, place: (point: Point) => Point, zero: number): string[] {
  const number = (anchor: string, text: string, [x, y]: Point) =>
    `\n    <text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${text}</text>`;
  return [
    `\n    <text y="-14">${title}</text>`,
    path("axis", [place([FROM, zero]), place([TO, zero])]),
    path("axis", [
      [0, 0],
      [0, HEIGHT],
    ]),
    ...Object.entries(marks).map(([y, text]) => number("end", text, [-6, place([0, Number(y)])[1] + 4])),
    ...Object.entries({ [-8]: "−8", [-4]: "−4", 0: "0", 4: "4" }).map(([x, text]) =>
      number("middle", text, [place([Number(x), 0])[0], HEIGHT + 18]),
    ),
  ];
}

function path(kind: string, points: readonly Point[]): string {
  return `\n    <path class="${kind}" d="M${points.map((point) => point.map(fixed).join(" ")).join("L")}"/>`;
}

function label(kind: string, text: string, [x, y]: Point): string {
  return `\n    <text class="${kind}" x="${fixed(x)}" y="${fixed(y)}">${text}</text>`;
}

function fixed(coordinate: number): string {
  return `${Number(coordinate.toFixed(1))}`;
}
