/** The tables of limits, growth, threads and of the model, wherever they are written. */
import { figure, length, times } from "../format.js";
import type { GrowthPoint, Scale, SplitCall } from "../results.js";
import { type Table, tableOf } from "../table.js";
import { curvesOf, type Model, modelOf, THREADS } from "./model.js";

const mega = (bytes: number) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${figure(bytes / 1e6)} MB`);

/** The most that the machine could do, in one sentence. */
export function limitsText({ limits: { copies, gigaflops, isFused } }: Scale): string {
  const copied = copies.map(
    ({ bytes, gigabytesPerSecond }) =>
      `${figure(gigabytesPerSecond)} GB/s of ${mega(bytes)} (${figure(8 / gigabytesPerSecond)} ns a float32)`,
  );
  const products = gigaflops === undefined ? "" : `, and ${figure(gigaflops)} GFLOP/s in registers, ${isFused ? "" : "not "}fused`;
  return `One thread copies ${copied.join(", ")}, read and written bytes counted${products}`;
}

/** Nanoseconds an element by length, staged and in memory, a column for each function. */
export function growthTable({ growth }: Scale): Table {
  const names = [...new Set(growth.filter(({ rows }) => rows === 1).map(({ name }) => name))].filter((name) => name !== "softmax");
  const lengths = [...new Set(growth.filter(({ name }) => names.includes(name)).map((point) => point.length))].filter(isPower);
  const at = (name: string, wanted: number, residence: GrowthPoint["residence"]) =>
    figureOf(growth.find((point) => point.name === name && point.length === wanted && point.residence === residence));
  const head = ["n", ...names.flatMap((name) => [`${name}, staged`, "in memory"])];
  return tableOf(1, head, lengths, (n) => [length(n), ...names.flatMap((name) => [at(name, n, "staged"), at(name, n, "memory")])]);
}

/** The same numbers in rows of every length. */
export function rowsTable({ growth }: Scale): Table {
  const points = growth.filter(({ name, length: n, residence }) => name === "softmax" && residence === "memory" && isPower(n));
  const staged = (n: number) => growth.find((point) => point.name === "softmax" && point.length === n && point.residence === "staged");
  return tableOf(1, ["softmax", "staged", "in memory"], points, (point) => [
    `${length(point.rows)} x ${length(point.length)}`,
    figureOf(staged(point.length)),
    figureOf(point),
  ]);
}

/** Calls on one thread, and with several at hand. */
export function threadsTable({ threads: { calls } }: Scale): Table {
  const keys = calls.filter(({ residence }) => residence === "memory");
  const of = (key: SplitCall, residence: SplitCall["residence"]) =>
    calls.find(
      (call) => call.residence === residence && call.name === key.name && call.method === key.method && `${call.shape}` === `${key.shape}`,
    );
  const micro = (nanoseconds: number | undefined) => figure(nanoseconds && nanoseconds / 1e3);
  const cells = (call: SplitCall | undefined) => [micro(call?.alone), micro(call?.split), times(call && call.alone / call.split)];
  const head = ["", "shape", "one thread, in memory, µs", "all", "faster", "one thread, staged, µs", "all", "faster"];
  return tableOf(2, head, keys, (key) => [
    ...[key.method === "value" ? key.name : `${key.name} ${key.method}`, shapeOf(key)],
    ...cells(of(key, "memory")),
    ...cells(of(key, "staged")),
  ]);
}

/** The model's curve for some calls: how many times as fast as one thread. */
export function modelTable(scale: Scale): Table | undefined {
  const model = modelOf(scale);
  if (!model) return undefined;
  const curves = curvesOf(scale, model);
  return tableOf(2, ["threads", "shape", ...THREADS.map(String)], curves, ({ call, gains }) => [
    call.name,
    shapeOf(call),
    ...gains.map((gain) => figure(gain)),
  ]);
}

/** The parameters that the model was fitted to. */
export function modelText(scale: Scale): string {
  const model = modelOf(scale);
  return model ? `fitted to ${fitText(model)}` : "";
}

function fitText({ waking, contention, memoryContention, bandwidth }: Model): string {
  const percent = (part: number) => `${(100 * part).toFixed(0)} %`;
  // Less than this is noise of the fit.
  const woken = waking < 500 ? "no time that shows" : `${figure(waking / 1e3)} µs`;
  return `${woken} to wake the workers, ${percent(contention)} more work for each further thread in arithmetic and ${percent(memoryContention)} in memory, ${figure(bandwidth)} GB/s for one`;
}

const shapeOf = ({ shape }: Pick<SplitCall, "shape">) => shape.map(length).join("x");
const figureOf = (point: GrowthPoint | undefined) => figure(point && point.nanoseconds / (point.rows * point.length));
const isPower = (n: number) => Number.isInteger(Math.log10(n));
