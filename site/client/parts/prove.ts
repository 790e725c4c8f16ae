/** Replays a certificate: all results of a function for every float32, against the checksums on record. */
import { button, choice, html } from "../dom.js";
import { loadFacts } from "../functions.js";
import type { Answer, Question } from "./proveWorker.js";

const BLOCKS = 256;
const METHODS = ["value", "derivative"] as const;
type Method = (typeof METHODS)[number];

export async function start(place: HTMLElement): Promise<void> {
  const { certificates } = await loadFacts();
  let name = certificates.includes("gelu") ? "gelu" : (certificates[0] as string);
  let method: Method = "value";
  let running: Replay | undefined;
  const progress = html("progress", { max: BLOCKS, value: 0, "aria-label": "Blocks compared" });
  const status = html("p", { role: "status" }, "Not begun. With all cores it takes a quarter of a minute to two minutes.");
  const say = (text: string) => {
    status.textContent = text;
  };
  const act = button(
    "Start",
    () => {
      if (running) {
        running.stop();
        running = undefined;
        act.textContent = "Start";
        say("Stopped.");
        return;
      }
      act.textContent = "Stop";
      running = new Replay(name, method, (state) => {
        progress.value = state.compared;
        say(state.text);
        if (state.over) {
          running = undefined;
          act.textContent = "Start";
        }
      });
      running.begin().catch((error) => say(`It could not be run: ${error}`));
    },
    { class: "main" },
  );
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html(
        "div",
        { class: "controls" },
        choice("function", certificates, name, (chosen) => {
          name = chosen;
        }),
        choice("of its", METHODS, method, (chosen) => {
          method = chosen;
        }),
        act,
      ),
      progress,
      status,
    ),
  );
}

interface Progress {
  readonly compared: number;
  readonly text: string;
  readonly over: boolean;
}

/** One replay, on as many workers as there are cores. */
class Replay {
  private readonly workers: Worker[] = [];
  private next = 0;
  private compared = 0;
  private readonly different: number[] = [];
  private readonly began = performance.now();

  constructor(
    private readonly name: string,
    private readonly method: Method,
    private readonly tell: (progress: Progress) => void,
  ) {}

  async begin(): Promise<void> {
    const [certificate, { url }] = await Promise.all([
      fetch(`certificates/${this.name}.json`).then((response) => response.json()),
      import("./proveWorker.js"),
    ]);
    const checksums: string[] = certificate[this.method].join(" ").split(" ");
    const count = Math.max(1, navigator.hardwareConcurrency || 1);
    for (let i = 0; i < count; i++) {
      const worker = new Worker(url, { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        this.compare(data, checksums[data.block] as string);
        this.ask(worker);
      });
      worker.addEventListener("error", ({ message }) => {
        this.stop();
        this.tell({ compared: this.compared, over: true, text: `A worker failed: ${message}` });
      });
      this.workers.push(worker);
      this.ask(worker);
    }
    this.tell({ compared: 0, over: false, text: `Begun, on ${count} workers.` });
  }

  stop(): void {
    for (const worker of this.workers) worker.terminate();
  }

  private ask(worker: Worker): void {
    if (this.next < BLOCKS) worker.postMessage({ name: this.name, method: this.method, block: this.next++ } satisfies Question);
  }

  private compare({ block, checksum }: Answer, recorded: string): void {
    this.compared++;
    if (checksum !== recorded) this.different.push(block);
    const seconds = (performance.now() - this.began) / 1000;
    const over = this.compared === BLOCKS;
    const left = Math.ceil((seconds / this.compared) * (BLOCKS - this.compared));
    const found = this.different.length === 0 ? "all the same" : `${this.different.length} of them different`;
    const text = over
      ? `All 4,294,967,296 results of ${this.name}, its ${this.method}, computed in ${seconds.toFixed(1)} s: 256 checksums, ${found}.`
      : `${this.compared} of 256 blocks, ${found}; ${left} s left.`;
    if (over) this.stop();
    this.tell({ compared: this.compared, over, text });
  }
}
