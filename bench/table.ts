/** A table, and how it is written on a terminal, in Markdown, and in HTML. */
import { element, escaped } from "./report/svg.js";

export interface Table {
  readonly head: readonly string[];
  /** The number of columns at the left that are words; the others are figures. */
  readonly names: number;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly first?: boolean;
}

/** A row for each item; those of one group follow each other. */
export function tableOf<Item>(
  names: number,
  head: readonly string[],
  items: readonly Item[],
  cells: (item: Item) => readonly string[],
  group: (item: Item) => string = () => "",
): Table {
  const begins = (i: number) => i === 0 || group(items[i] as Item) !== group(items[i - 1] as Item);
  return { names, head, rows: items.map((item, i) => ({ first: begins(i), cells: cells(item) })) };
}

export function text({ head, names, rows }: Table): string {
  const lines = [head, ...rows.map(({ cells }) => cells)];
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? "").length)));
  const padded = (cell: string, i: number) => (i < names ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0));
  return lines.map((cells) => cells.map(padded).join("  ").trimEnd()).join("\n");
}

export function markdown({ head, names, rows }: Table, caption?: string): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i < names ? " --- |" : " ---: |")).join("")}`;
  return [row(head), rule, ...rows.map(({ cells }) => row(cells)), ...(caption === undefined ? [] : ["", caption])].join("\n");
}

export function html({ head, names, rows }: Table): string {
  const name = (i: number) => (i < names ? "name" : undefined);
  const lines = rows.map(({ first, cells }) =>
    element("tr", { class: first ? "first" : undefined }, ...cells.map((cell, i) => element("td", { class: name(i) }, escaped(cell)))),
  );
  const heads = head.map((title, i) => element("th", { class: name(i) }, escaped(title)));
  return element("div", { class: "scroll" }, element("table", {}, element("tr", {}, ...heads), ...lines));
}
