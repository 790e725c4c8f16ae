/** Lines in the colours of the page. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colour, onTheme } from "./dom.js";

export interface Line {
  readonly label: string;
  /** The name of its colour in the theme. */
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly values: ArrayLike<number>;
}

export interface PlotOptions {
  readonly height: number;
  /** What a screen reader says of it. */
  readonly label: string;
  readonly yTitle?: string;
  readonly xTitle?: string;
  /** The ticks of a logarithmic scale, whose values are logarithms. */
  readonly powers?: boolean;
  /** The range in which values are shown, if not that which they have. */
  readonly limits?: readonly [number, number];
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (exponent: number) =>
  exponent === 0
    ? "1"
    : `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;

/** A plot in an element, which it fills from side to side. */
export class Plot {
  private plot: uPlot | undefined;
  private x: ArrayLike<number> = [];
  private lines: readonly Line[] = [];

  constructor(
    private readonly place: HTMLElement,
    private options: PlotOptions,
  ) {
    place.setAttribute("role", "img");
    new ResizeObserver(() => this.plot?.setSize({ width: this.width, height: this.options.height })).observe(place);
    onTheme(() => this.draw(this.x, this.lines));
  }

  draw(x: ArrayLike<number>, lines: readonly Line[], options: Partial<PlotOptions> = {}): void {
    this.options = { ...this.options, ...options };
    this.x = x;
    this.lines = lines;
    this.place.setAttribute("aria-label", this.options.label);
    this.plot?.destroy();
    const { height, yTitle, xTitle, powers, limits } = this.options;
    const axis = { stroke: colour("muted"), grid: { stroke: colour("grid"), width: 1 }, ticks: { show: false } };
    const written = (_: uPlot, ticks: (number | null)[]) => ticks.map((tick) => (Number.isInteger(tick) ? power(tick as number) : ""));
    this.plot = new uPlot(
      {
        width: this.width,
        height,
        scales: { x: { time: false }, y: limits ? { range: [...limits] as [number, number] } : {} },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, ...(xTitle && { label: xTitle, labelSize: 18 }) },
          { ...axis, size: 56, ...(yTitle && { label: yTitle, labelSize: 18 }), ...(powers && { values: written }) },
        ],
        series: [
          { label: xTitle ?? "x" },
          ...lines.map(({ label, colour: name, dash }) => ({
            label,
            stroke: colour(name),
            width: 2,
            spanGaps: false,
            points: { show: false },
            ...(dash && { dash: [...dash] }),
          })),
        ],
      },
      [x, ...lines.map(({ values }) => Array.from(values, (value) => (Number.isFinite(value) ? value : null)))] as uPlot.AlignedData,
      this.place,
    );
  }

  private get width(): number {
    return Math.max(240, this.place.clientWidth);
  }
}
