/** Times functions against the naive loop in this browser. */

import { kinds } from "virtual:loops";
import { info } from "hillock";
import { ENTRIES } from "../../../bench/contestants.js";
import { type Comparison, compare, ROUNDS } from "../../../bench/sideBySide.js";
import { followAddress, keepInAddress } from "../address.js";
import { ALL, contestantsOf, FIRST, loadOthers } from "../contestants.js";
import { button, choice, copy, html } from "../dom.js";

/** A run, as it is saved and shared. */
export interface Run {
  readonly engine: string;
  readonly backend: string;
  readonly date: string;
  readonly length: number;
  readonly rows: readonly Comparison[];
}

const LENGTHS = ["64", "4096", "65536", "1000000"] as const;

const GROUPS: readonly string[] = [...FIRST, ...kinds, ALL];

const LEGEND = `Each figure is the median of ${ROUNDS} rounds, in which the ways take turns. Rows and layers have ${ENTRIES} entries; a loss is timed with its gradient, of which the errors are; sums of products have a measure of their own, so layers tell none. Errors are held against hillock's float64. gumbelSoftmax is left out, as no loop draws the same numbers.`;

const DRAWN = "Numbers are drawn from a normal distribution, times 3, unless you bring your own.";

export function start(place: HTMLElement): void {
  let [which, length] = ["famous", "4096"];
  // Other functions and their kernels are fetched when this part is opened, and not before.
  let others = loadOthers();
  others.catch(() => {});
  let own: Float32Array | undefined;
  let last: Run | undefined;
  /** The run that is in the address. */
  let shared: Run | undefined;
  const body = html("tbody");
  const progress = html("progress", { max: 1, value: 0, "aria-label": "Functions measured" });
  const status = html("p", { role: "status", class: "muted" }, DRAWN);
  const show = (row: Comparison) => body.append(rowElement(row));
  const save = button("Save", () => last && download(last), { disabled: true });
  const share = button(
    "Share as address",
    async () => {
      if (!last) return;
      shared = last;
      status.textContent = `${summary(last)} It is in the address of this page. ${await copy(keepInAddress("benchmark"))}`;
    },
    { disabled: true },
  );
  const file = html("input", { type: "file", "aria-label": "Numbers of your own: text, or float32 with the ending .f32" });
  file.addEventListener("change", async () => {
    own = undefined;
    status.textContent = DRAWN;
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    try {
      const { numbers, others } = await numbersOf(chosen);
      own = numbers;
      status.textContent = `${counted(numbers.length, "number")} of your own.${others > 0 ? ` Left out, as no number: ${counted(others, "word")}.` : ""}`;
    } catch (error) {
      file.value = "";
      status.textContent = `${chosen.name} cannot be used: ${messageOf(error)}. ${DRAWN}`;
    }
  });
  /** The other functions; where they could not be fetched, they are asked for once more. */
  const loaded = async () => {
    try {
      return await others;
    } catch {
      others = loadOthers();
      return others;
    }
  };
  let isRunning = false;
  const run = button(
    "Measure",
    async () => {
      if (isRunning) {
        isRunning = false;
        run.disabled = true;
        return;
      }
      isRunning = true;
      run.textContent = "Stop";
      body.replaceChildren();
      if (shared) {
        shared = undefined;
        keepInAddress("benchmark");
      }
      const x = own ?? normal(Number(length));
      const rows: Comparison[] = [];
      let failure: unknown;
      let done = 0;
      try {
        const contestants = contestantsOf(which, isFirst(which) ? {} : await loaded());
        for (const [i, contestant] of contestants.entries()) {
          status.textContent = `${contestant.name}, ${i + 1} of ${contestants.length}`;
          progress.value = i / contestants.length;
          await pause();
          const row = await compare(contestant, x, pause);
          rows.push(row);
          show(row);
          done = rows.length / contestants.length;
          if (!isRunning) break;
        }
      } catch (error) {
        failure = error;
      }
      isRunning = false;
      run.disabled = false;
      run.textContent = "Measure";
      progress.value = done;
      if (failure) {
        status.textContent = `It could not be measured: ${messageOf(failure)}`;
        return;
      }
      last = { engine: navigator.userAgent, backend: info().backend, date: new Date().toISOString().slice(0, 10), length: x.length, rows };
      status.textContent = summary(last);
      for (const one of [save, share]) one.disabled = false;
      place.dataset.measured = String(rows.length);
    },
    { class: "main" },
  );
  const choices = [
    choice("functions", GROUPS, which, (chosen) => {
      which = chosen;
      keepInAddress("benchmark");
    }),
    choice("numbers", LENGTHS, length, (chosen) => {
      length = chosen;
      keepInAddress("benchmark");
    }),
  ];
  const showChosen = () => {
    for (const [i, value] of [which, length].entries()) (choices[i]?.querySelector("select") as HTMLSelectElement).value = value;
  };
  const head = ["function", "in memory, ns", "from any array, ns", "loop, ns", "times faster", "error, ULP", "loop's error, ULP"];
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html("div", { class: "controls" }, ...choices, html("label", {}, "your own", file), run, save, share),
      progress,
      status,
      html(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": "Measurements" },
        html(
          "table",
          {},
          html("thead", {}, html("tr", {}, ...head.map((text, i) => html("th", { class: i ? "number" : undefined, scope: "col" }, text)))),
          body,
        ),
      ),
      html("p", { class: "muted" }, LEGEND),
    ),
  );
  followAddress("benchmark", {
    fields: () => ({ ...(shared && { run: textOf(shared) }), benchmark: which, numbers: length }),
    read(given) {
      which = given.oneOf("benchmark", GROUPS, which);
      length = given.oneOf("numbers", LENGTHS, length);
      showChosen();
      const text = given.text("run");
      if (text === undefined) return;
      if (isRunning) return given.refuse("run", "waits for the one that is measured now");
      const read = runOf(text);
      if (!read) return given.refuse("run", "cannot be read: it may have been cut off");
      shared = read;
      body.replaceChildren(...read.rows.map(rowElement));
      status.textContent = `Shared with you: ${summary(read)} ${read.engine}`;
    },
  });
}

/** Whether a group needs no functions but those of the page. */
const isFirst = (group: string): boolean => FIRST.some((one) => one === group);

/** A number of things, whose noun is plural unless there is one. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function rowElement({ name, memory, staged, naive, error, naiveError }: Comparison): HTMLTableRowElement {
  const numbers = [
    memory.toFixed(2),
    staged.toFixed(2),
    naive.toFixed(2),
    (naive / memory).toFixed(1),
    ulpText(error),
    ulpText(naiveError),
  ];
  return html(
    "tr",
    { "data-name": name },
    html("th", { scope: "row" }, name),
    ...numbers.map((text) => html("td", { class: "number" }, text)),
  );
}

function ulpText(error: number): string {
  if (Number.isNaN(error)) return "–";
  return error >= 1e4 ? error.toExponential(0) : error.toFixed(error < 1 ? 3 : 1);
}

function summary({ rows, backend, length, date }: Run): string {
  const ratios = rows.map(({ naive, memory }) => naive / memory).sort((a, b) => a - b);
  const [below, above] = [ratios[(ratios.length - 1) >> 1], ratios[ratios.length >> 1]] as [number, number];
  return `${counted(rows.length, "function")} of ${counted(length, "number")} by ${backend}, ${date}: ${((below + above) / 2).toFixed(1)} times as fast as the loop in the median.`;
}

function download(run: Run): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(run, null, 2)], { type: "application/json" }));
  html("a", { href: address, download: `hillock-${run.date}.json` }).click();
  URL.revokeObjectURL(address);
}

/** A run as text, for an address. JSON has no NaN. */
function textOf(run: Run): string {
  const short = (number: number) => (Number.isNaN(number) ? "NaN" : Number(number.toPrecision(4)));
  const rows = run.rows.map(({ name, error, naiveError, memory, staged, naive }) => [
    name,
    ...[error, naiveError, memory, staged, naive].map(short),
  ]);
  return JSON.stringify({ ...run, rows });
}

/** A run that was shared as text. */
function runOf(text: string): Run | undefined {
  try {
    const { rows, ...about } = JSON.parse(text) as Omit<Run, "rows"> & { rows: [string, ...(number | string | null)[]][] };
    const read = rows.map(([name, ...numbers]) => {
      // JSON has no infinity, which an error may be.
      const [error, naiveError, memory, staged, naive] = numbers.map((number) => Number(number ?? Number.POSITIVE_INFINITY));
      return { name: String(name), error, naiveError, memory, staged, naive } as Comparison;
    });
    return read.length > 0 && read.every((row) => Number(row.naive) > 0) ? { ...about, rows: read } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Numbers of a file: float32 words, or text with spaces or punctuation between them; and how many
 * words are none.
 */
async function numbersOf(file: File): Promise<{ readonly numbers: Float32Array; readonly others: number }> {
  if (file.size === 0) throw new Error("it is empty");
  if (file.name.endsWith(".f32")) {
    if (file.size % 4 !== 0) throw new Error(`its ${file.size} bytes are no whole number of float32, which have 4 each`);
    return { numbers: new Float32Array(await file.arrayBuffer()), others: 0 };
  }
  const text = await file.text();
  if (/[\0\ufffd]/.test(text)) throw new Error("it is not text; a file of float32 needs a name that ends in .f32");
  const words = text.split(/[\s,;:|"'[\](){}]+/).filter((word) => word !== "");
  const numbers = Float32Array.from(words.map(Number).filter((number) => !Number.isNaN(number)));
  if (numbers.length === 0) throw new Error("it has no numbers");
  return { numbers, others: words.length - numbers.length };
}

function normal(length: number): Float32Array {
  return Float32Array.from({ length }, () => 3 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));
}

const pause = () => new Promise((resolve) => setTimeout(resolve));
