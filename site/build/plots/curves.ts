/** Curves over one number, drawn for a page: of functions that have no plot in docs/plots/. */
import { BESIDE } from "../../../bench/report/abscissas.js";
import { areaOf, element, frame, linear, path, type Range, ticksOf } from "../../../bench/report/svg.js";
import { label, type Point, picture, signed } from "../../../scripts/docs/pictureFile.js";

export interface Curves {
  /** The words for what is drawn, as a sentence: the caption, and the name for screen readers. */
  readonly caption: string;
  /** The range of the number, and its name. */
  readonly x: Range & { readonly title: string };
  /** The curves, three at most, each with its name. */
  readonly curves: Readonly<Record<string, (x: number) => number>>;
  /** Places at which one of them jumps. */
  readonly jumps?: readonly number[];
}

const [WIDTH, HEIGHT] = [420, 240];
const AREA = areaOf(WIDTH, HEIGHT, 38, 30, 40);
const STEPS = 240;
const COLOURS = ["first", "second", "third"] as const;
/** Values beyond are not in sight. */
const SIGHT: Range = { from: -4, to: 5 };
/** The width of a letter of a name, about. */
const LETTER = 6.6;

export function drawn({ caption, x: domain, curves, jumps = [] }: Curves): string {
  const places = placesOf(domain, jumps);
  const all = Object.values(curves).map((curve) => Array.from(places, curve));
  const range = rangeOf(all.flat());
  const [x, y] = [linear(domain, { from: AREA.left, to: AREA.right }), linear(range, { from: AREA.bottom, to: AREA.top })];
  const inSight = (value: number) => value >= range.from - 1e-6 && value <= range.to + 1e-6;
  const lines = all.map((values, k) => {
    const points = values.map((value, i): Point => [x(places[i] as number), inSight(value) ? y(value) : Number.NaN]);
    return element("path", { class: `curve ${COLOURS[k]}`, d: path(points) });
  });
  let left = AREA.left;
  const names = Object.keys(curves).map((name, k) => {
    const at = left;
    left += name.length * LETTER + 16;
    return label(COLOURS[k] as string, name, [at, 16]);
  });
  const axes = frame(
    AREA,
    { scale: x, ticks: ticksOf(ticksIn(domain), signed), title: domain.title },
    { scale: y, ticks: ticksOf(ticksIn(range), signed) },
  );
  // The first curve lies over the others.
  return picture(WIDTH, HEIGHT, caption, axes, ...names, ...lines.reverse());
}

/**
 * Places from end to end, and both sides of each jump with nothing between, which breaks a line.
 */
function placesOf({ from, to }: Range, jumps: readonly number[]): readonly number[] {
  const even = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS).filter((x) => !jumps.includes(x));
  const all = [...even, ...jumps.filter((jump) => jump > from && jump < to)].sort((a, b) => a - b);
  return all.flatMap((x) => (jumps.includes(x) ? [x - BESIDE, Number.NaN, x + BESIDE] : [x]));
}

/** The values in sight, with 0 among them, from tick to tick. */
function rangeOf(values: readonly number[]): Range {
  const seen = values.filter((value) => value >= SIGHT.from && value <= SIGHT.to);
  const [low, high] = [Math.min(0, ...seen), Math.max(0, ...seen)];
  const step = stepOf(high - low);
  return { from: Math.floor(low / step + 1e-6) * step, to: Math.ceil(high / step - 1e-6) * step };
}

/** The distance of ticks, of which there are seven at most. */
function stepOf(width: number): number {
  return [0.1, 0.2, 0.25, 0.5, 1, 2, 5].find((step) => width / step <= 6) ?? 10;
}

function ticksIn({ from, to }: Range): readonly number[] {
  const step = stepOf(to - from);
  const first = Math.ceil(from / step - 1e-6);
  const count = Math.floor(to / step + 1e-6) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toFixed(6)));
}
