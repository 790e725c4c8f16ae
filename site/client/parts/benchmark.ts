/** Times every activation against the naive loop in this browser. */
import { info } from "hillock";
import { type Comparison, compare } from "../../../bench/sideBySide.js";
import { button, choice, copy, html } from "../dom.js";
import { type Activation, activations, type Facts, loadFacts, naiveLoop } from "../functions.js";

/** A run, as it is saved and shared. */
export interface Run {
  readonly engine: string;
  readonly backend: string;
  readonly date: string;
  readonly length: number;
  readonly rows: readonly Comparison[];
}

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];
const LENGTHS = ["64", "4096", "65536", "1000000"] as const;

export async function start(place: HTMLElement): Promise<void> {
  const facts = await loadFacts();
  let which: "famous" | "all" = "famous";
  let length: (typeof LENGTHS)[number] = "4096";
  let own: Float32Array | undefined;
  let last: Run | undefined;
  const body = html("tbody");
  const progress = html("progress", { max: 1, value: 0, "aria-label": "Functions measured" });
  const status = html(
    "p",
    { role: "status", class: "muted" },
    "Numbers are drawn from a normal distribution, times 3, unless you bring your own.",
  );
  const show = (row: Comparison) => body.append(rowElement(row));
  const save = button("Save", () => last && download(last), { disabled: true });
  const share = button("Share as address", () => last && keep(last), { disabled: true });
  const file = html("input", { type: "file", "aria-label": "Numbers of your own: text, or float32 with the ending .f32" });
  file.addEventListener("change", async () => {
    own = file.files?.[0] && (await numbersOf(file.files[0]));
    status.textContent = own ? `${own.length} numbers of your own.` : "";
  });
  let isRunning = false;
  const run = button(
    "Measure",
    async () => {
      isRunning = !isRunning;
      if (!isRunning) return;
      run.textContent = "Stop";
      body.replaceChildren();
      const names = which === "famous" ? FAMOUS : Object.keys(activations);
      const x = own ?? normal(Number(length));
      const rows: Comparison[] = [];
      for (const [i, name] of names.entries()) {
        status.textContent = `${name}, ${i + 1} of ${names.length}`;
        progress.value = i / names.length;
        await pause();
        const row = await measure(name, facts, x);
        rows.push(row);
        show(row);
        if (!isRunning) break;
      }
      isRunning = false;
      run.textContent = "Measure";
      progress.value = rows.length / names.length;
      last = { engine: navigator.userAgent, backend: info().backend, date: new Date().toISOString().slice(0, 10), length: x.length, rows };
      status.textContent = summary(last);
      for (const one of [save, share]) one.disabled = false;
      place.dataset.measured = String(rows.length);
    },
    { class: "main" },
  );
  const head = ["function", "in memory, ns", "from any array, ns", "loop, ns", "times faster", "error, ULP", "loop's error, ULP"];
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html(
        "div",
        { class: "controls" },
        choice("functions", ["famous", "all"], which, (chosen) => {
          which = chosen as typeof which;
        }),
        choice("numbers", LENGTHS, length, (chosen) => {
          length = chosen;
        }),
        html("label", {}, "your own", file),
        run,
        save,
        share,
      ),
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
    ),
  );
  const shared = runOf(location.hash);
  if (shared) {
    for (const row of shared.rows) show(row);
    status.textContent = `Shared with you: ${summary(shared)} ${shared.engine}`;
  }
}

/** Measures one function. */
function measure(name: string, facts: Facts, x: Float32Array): Promise<Comparison> {
  const f = activations[name] as Activation;
  const shown = facts.functions.find((one) => one.name === name);
  const usual = Object.fromEntries(Object.entries(f.spec.parameters).map(([key, { default: value }]) => [key, value]));
  const loop = (shown && naiveLoop(shown, 0, usual)) as NonNullable<ReturnType<typeof naiveLoop>>;
  return compare(name, f, loop, x, pause);
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
  return error >= 1e4 ? error.toExponential(0) : error.toFixed(error < 1 ? 3 : 1);
}

function summary({ rows, backend, length, date }: Run): string {
  const ratios = rows.map(({ naive, memory }) => naive / memory).sort((a, b) => a - b);
  return `${rows.length} functions of ${length} numbers by ${backend}, ${date}: ${(ratios[ratios.length >> 1] as number).toFixed(1)} times as fast as the loop in the median.`;
}

function download(run: Run): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(run, null, 2)], { type: "application/json" }));
  html("a", { href: address, download: `hillock-${run.date}.json` }).click();
  URL.revokeObjectURL(address);
}

/** Puts a run into the address. */
function keep(run: Run): void {
  const rows = run.rows.map(({ name, ...numbers }) => [name, ...Object.values(numbers).map((number) => Number(number.toPrecision(4)))]);
  history.replaceState(null, "", `#run=${encodeURIComponent(JSON.stringify({ ...run, rows }))}`);
  copy(location.href);
}

/** The run that an address has. */
export function runOf(hash: string): Run | undefined {
  const text = new URLSearchParams(hash.slice(1)).get("run");
  if (!text) return undefined;
  try {
    const { rows, ...about } = JSON.parse(text) as Omit<Run, "rows"> & { rows: [string, ...number[]][] };
    return {
      ...about,
      rows: rows.map(([name, error = 0, naiveError = 0, memory = 0, staged = 0, naive = 0]) => ({
        name,
        error,
        naiveError,
        memory,
        staged,
        naive,
      })),
    };
  } catch {
    return undefined;
  }
}

/** Numbers of a file: float32 words, or text with anything between them. */
async function numbersOf(file: File): Promise<Float32Array | undefined> {
  const numbers = file.name.endsWith(".f32")
    ? new Float32Array(await file.arrayBuffer(), 0, file.size >> 2)
    : Float32Array.from((await file.text()).match(/[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/gi) ?? [], Number);
  return numbers.length > 0 ? numbers : undefined;
}

function normal(length: number): Float32Array {
  return Float32Array.from({ length }, () => 3 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));
}

const pause = () => new Promise((resolve) => setTimeout(resolve));
