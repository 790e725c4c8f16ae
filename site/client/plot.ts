/** Lines in the colours of the page. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { colour, onTheme } from "./dom.js";
import { Reader } from "./reader.js";

export interface Line {
  readonly label: string;
  /** The name of its colour in the theme. */
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly values: ArrayLike<number>;
  /** The indices of points that are not joined to the one before: the function jumps. */
  readonly breaks?: ReadonlySet<number>;
}

export interface PlotOptions {
  readonly height: number;
  /** The name of the plot, for screen readers. */
  readonly label: string;
  readonly yTitle?: string;
  readonly xTitle?: string;
  /** The ticks of a logarithmic scale, whose values are logarithms. */
  readonly powers?: boolean;
  /** Where 0 is on a logarithmic scale, and the least that is told from it. */
  readonly zero?: { readonly at: number; readonly least: number };
  /** The range in which values are shown, if not that which they have. */
  readonly limits?: readonly [number, number];
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (exponent: number) =>
  exponent === 0
    ? "1"
    : `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;

/** A number with as many digits at most, and with a power of ten where it is small or large. */
function written(value: number, digits: number): string {
  const size = Math.abs(value);
  const minus = value < 0 ? "−" : "";
  if (size === 0 || (size >= 1e-3 && size < 1e6)) return minus + Number(size.toPrecision(digits));
  const [mantissa = "", exponent = ""] = size.toExponential(digits - 1).split("e");
  return `${minus}${Number(mantissa)}·${power(Number(exponent))}`;
}

/**
 * The number by which numbers are divided before they are drawn: 1, or a power of ten where they
 * are too small or large for uPlot.
 */
function unitOf(...lists: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const list of lists)
    for (let i = 0; i < list.length; i++) if (Number.isFinite(list[i])) most = Math.max(most, Math.abs(list[i] as number));
  return most === 0 || (most >= 1e-6 && most <= 1e12) ? 1 : 10 ** Math.max(-307, Math.floor(Math.log10(most)));
}

/** How the legend marks a line. */
const marked = (dash: readonly number[] | undefined) => (dash ? ((dash[0] as number) > 4 ? "dashed" : "dotted") : "solid");

/** The size of text beside that in most windows: in large ones, or where a browser is told so. */
function textSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** Draws from point to point: neither over one that is missing, nor over a break. */
function pathsWith(breaks: ReadonlySet<number> | undefined): uPlot.Series.PathBuilder {
  return (plot, series, first, last) => {
    const [x, y] = [plot.data[0], plot.data[series] as uPlot.AlignedData[1]];
    const stroke = new Path2D();
    for (let i = first, isJoined = false; i <= last; i++) {
      const value = y[i];
      if (value === null || value === undefined) {
        isJoined = false;
        continue;
      }
      const [across, up] = [plot.valToPos(x[i] as number, "x", true), plot.valToPos(value, "y", true)];
      if (isJoined && !breaks?.has(i)) stroke.lineTo(across, up);
      else stroke.moveTo(across, up);
      isJoined = true;
    }
    return { stroke };
  };
}

/** A plot in an element, which it fills from side to side. */
export class Plot {
  private plot: uPlot | undefined;
  private x: ArrayLike<number> = [];
  private lines: readonly Line[] = [];
  /** The numbers of a point in words, the first of them that along the axis. */
  private worded: (at: number) => readonly string[] = () => [];
  private readonly reader: Reader;

  constructor(
    private readonly place: HTMLElement,
    private options: PlotOptions,
  ) {
    place.setAttribute("aria-label", options.label);
    this.reader = new Reader(place, {
      count: () => this.x.length,
      read: (at) => this.read(at),
      mark: (at) => this.mark(at),
    });
    place.append(this.reader.status);
    // In its own turn, the observer would find another size to tell.
    new ResizeObserver(() => requestAnimationFrame(() => this.fit())).observe(place);
    onTheme(() => this.draw(this.x, this.lines));
  }

  /** Takes the size of its place. */
  private fit(): void {
    this.plot?.setSize({ width: this.width, height: this.options.height * textSize() });
  }

  draw(x: ArrayLike<number>, lines: readonly Line[], options: Partial<PlotOptions> = {}): void {
    this.options = { ...this.options, ...options };
    this.x = x;
    this.lines = lines;
    this.place.setAttribute("aria-label", this.options.label);
    this.plot?.destroy();
    const { height, yTitle, xTitle, powers, zero, limits } = this.options;
    const size = textSize();
    const font = `${12 * size}px system-ui, sans-serif`;
    const axis = { stroke: colour("muted"), grid: { stroke: colour("grid"), width: 1 }, ticks: { show: false }, font, labelFont: font };
    const [across, up] = [unitOf(x), powers ? 1 : unitOf(...lines.map(({ values }) => values))];
    const ticksOf = (unit: number) => (_: uPlot, ticks: (number | null)[]) =>
      ticks.map((tick) => (tick === null ? "" : written(tick * unit, 9)));
    const powersOf = (_: uPlot, ticks: (number | null)[]) =>
      ticks.map((tick) => (tick === zero?.at ? "0" : Number.isInteger(tick) ? power(tick as number) : ""));
    const splits = zero && limits && [zero.at, ...Array.from({ length: (limits[1] - zero.least) / 2 + 1 }, (_, i) => zero.least + 2 * i)];
    const logarithmic = (value: number) =>
      value === zero?.at ? "0" : `${value === zero?.least ? "at most " : ""}${written(10 ** value, 3)}`;
    const shownBy =
      (shown: (value: number) => string) =>
      (_: uPlot, value: number | null): string =>
        value === null || value === undefined ? "–" : shown(value);
    const [wordsOfX, wordsOfY] = [
      (value: number) => written(value * across, 6),
      powers ? logarithmic : (value: number) => written(value * up, 6),
    ];
    this.worded = (at) => [
      wordsOfX((x[at] as number) / across),
      ...lines.map(({ values }) => (Number.isFinite(values[at]) ? wordsOfY((values[at] as number) / up) : "nothing")),
    ];
    this.plot = new uPlot(
      {
        width: this.width,
        height: height * size,
        scales: { x: { time: false }, y: limits ? { range: [...limits] as [number, number] } : {} },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, values: ticksOf(across), space: 70 * size, size: 50 * size, ...(xTitle && { label: xTitle, labelSize: 18 * size }) },
          {
            ...axis,
            size: (up === 1 ? 64 : 84) * size,
            ...(yTitle && { label: yTitle, labelSize: 18 * size }),
            values: powers ? powersOf : ticksOf(up),
            ...(splits && { splits: () => splits }),
          },
        ],
        legend: { markers: { width: 2, dash: (_, i) => marked(lines[i - 1]?.dash) } },
        series: [
          { label: xTitle ?? "x", value: shownBy(wordsOfX) },
          ...lines.map(({ label, colour: name, dash, breaks }) => ({
            label,
            stroke: colour(name),
            width: 2 * size,
            paths: pathsWith(breaks),
            points: { show: false },
            value: shownBy(wordsOfY),
            ...(dash && { dash: [...dash] }),
          })),
        ],
      },
      [
        Array.from(x, (value) => value / across),
        ...lines.map(({ values }) => Array.from(values, (value) => (Number.isFinite(value) ? value / up : null))),
      ] as uPlot.AlignedData,
      this.place,
    );
    this.reader.refresh();
  }

  /** A point with its values, in words. */
  private read(at: number): string {
    const [x, ...values] = this.worded(at);
    return `${this.options.xTitle ?? "x"} ${x}: ${this.lines.map(({ label }, i) => `${label} ${values[i]}`).join(", ")}`;
  }

  /** Puts the cursor on a point, or away. */
  private mark(at: number | undefined): void {
    const { plot } = this;
    const x = at === undefined ? undefined : plot?.data[0][at];
    const y = at === undefined ? undefined : plot?.data.slice(1).find((values) => typeof values[at] === "number")?.[at];
    const place = plot && typeof x === "number" && { left: plot.valToPos(x, "x"), top: plot.valToPos(y ?? 0, "y") };
    plot?.setCursor(place || { left: -10, top: -10 });
    // Of two sides of a jump the cursor has one.
    if (at !== undefined) plot?.setLegend({ idx: at });
  }

  private get width(): number {
    return Math.max(240, this.place.clientWidth);
  }
}
