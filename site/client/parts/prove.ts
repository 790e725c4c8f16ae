/**
 * Replays a certificate: all results of a function for every float32, against the checksums on
 * record.
 */
import { button, choice, html } from "../dom.js";
import { backendHere, loadFacts } from "../functions.js";
import type { Answer, Question } from "./proveWorker.js";

const BLOCKS = 256;
const METHODS = ["value", "derivative"] as const;
type Method = (typeof METHODS)[number];

let certificates: readonly string[];

export async function load(): Promise<void> {
  ({ certificates } = await loadFacts());
}

export function start(place: HTMLElement): void {
  let name = certificates.includes("gelu") ? "gelu" : (certificates[0] as string);
  let method: Method = "value";
  let running: Replay | undefined;
  const progress = html("progress", { max: BLOCKS, value: 0, "aria-label": "Blocks compared" });
  const status = html("p", { role: "status" }, "Not begun. With all cores it takes a quarter of a minute to two minutes.");
  const say = (text: string) => {
    status.textContent = text;
  };
  const choices = [
    choice("function", certificates, name, (chosen) => {
      name = chosen;
    }),
    choice("of its", METHODS, method, (chosen) => {
      method = chosen;
    }),
  ];
  /** Lets the choices be changed only while nothing runs. */
  const runs = (replay: Replay | undefined) => {
    running = replay;
    act.textContent = replay ? "Stop" : "Start";
    for (const select of choices.flatMap((one) => [...one.querySelectorAll("select")])) select.disabled = replay !== undefined;
  };
  const act = button(
    "Start",
    () => {
      if (running) {
        running.stop();
        runs(undefined);
        say("Stopped.");
        return;
      }
      const replay = new Replay(name, method, ({ compared, text, over }) => {
        progress.value = compared;
        say(text);
        if (over) runs(undefined);
      });
      runs(replay);
      void replay.begin();
    },
    { class: "main" },
  );
  const { backend, reason } = backendHere();
  if (backend === "js") {
    act.disabled = true;
    say(`Not here: certificates are of results by WebAssembly, and hillock computes in JavaScript in this browser, as ${reason}.`);
  }
  place.replaceChildren(html("div", { class: "card" }, html("div", { class: "controls" }, ...choices, act), progress, status));
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
  private stopped = false;
  private readonly different: number[] = [];
  private readonly began = performance.now();

  constructor(
    private readonly name: string,
    private readonly method: Method,
    private readonly tell: (progress: Progress) => void,
  ) {}

  /** Starts the workers; what goes wrong is told. */
  async begin(): Promise<void> {
    try {
      await this.startWorkers();
    } catch (error) {
      this.fail(`It could not be run: ${error}`);
    }
  }

  stop(): void {
    this.stopped = true;
    for (const worker of this.workers) worker.terminate();
  }

  private fail(text: string): void {
    if (this.stopped) return;
    this.stop();
    this.tell({ compared: this.compared, over: true, text });
  }

  private async startWorkers(): Promise<void> {
    const [certificate, { url }] = await Promise.all([
      fetch(`certificates/${this.name}.json`).then((response) => response.json()),
      import("./proveWorker.js"),
    ]);
    if (this.stopped) return;
    const checksums: string[] = certificate[this.method].join(" ").split(" ");
    const count = Math.max(1, navigator.hardwareConcurrency || 1);
    for (let i = 0; i < count; i++) {
      const worker = new Worker(url, { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        this.compare(data, checksums[data.block] as string);
        this.ask(worker);
      });
      worker.addEventListener("error", ({ message }) => this.fail(`A worker failed: ${message}`));
      this.workers.push(worker);
      this.ask(worker);
    }
    this.tell({ compared: 0, over: false, text: `Begun, on ${count} workers.` });
  }

  private ask(worker: Worker): void {
    if (this.next < BLOCKS) worker.postMessage({ name: this.name, method: this.method, block: this.next++ } satisfies Question);
  }

  private compare({ block, checksum }: Answer, recorded: string): void {
    if (this.stopped) return;
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
