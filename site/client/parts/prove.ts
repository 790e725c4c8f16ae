/**
 * Replays a certificate: all results of a function for every float32, against the checksums on
 * record.
 */
import { followAddress, keepInAddress } from "../address.js";
import { BLOCKS, type Replayed } from "../certificateFiles.js";
import { type Certificates, loadCertificates } from "../certificates.js";
import { button, choice, html } from "../dom.js";
import { backendHere } from "../functions.js";
import { reasonOf } from "../reason.js";
import { startedWorker } from "../startedWorker.js";
import type { Answered, Asked } from "./proveWorker.js";

const METHODS: readonly Replayed[] = ["value", "derivative", "pairValue", "pairDerivative"];

let certificates: Certificates;
let url: string;
/** A worker that does not need the network any more. */
let started: Worker | undefined;

export async function load(): Promise<void> {
  [certificates, { url }] = await Promise.all([loadCertificates(), import("./proveWorker.js")]);
  started = await startedWorker(url);
}

export function start(place: HTMLElement): void {
  const { names } = certificates;
  let name = names.includes("gelu") ? "gelu" : (names[0] as string);
  let method: Replayed = "value";
  let running: Replay | undefined;
  const progress = html("progress", { max: BLOCKS, value: 0, "aria-label": "Blocks compared" });
  const status = html("p", { role: "status" }, "Not begun. With all cores it takes a quarter of a minute to two minutes.");
  const say = (text: string) => {
    status.textContent = text;
  };
  const choices = [
    choice("function", names, name, (chosen) => choose(chosen, method)),
    choice("of its", METHODS, method, (chosen) => choose(name, chosen)),
  ];
  const [nameSelect, methodSelect] = choices.map((one) => one.querySelector("select")) as [HTMLSelectElement, HTMLSelectElement];
  const selects = [nameSelect, methodSelect];
  const showChosen = () => {
    [nameSelect.value, methodSelect.value] = [name, method];
    for (const option of methodSelect.options) option.disabled = !certificates.methodsOf(name).some((one) => one === option.value);
  };
  /** Chooses what is replayed next, of a function that has no such method its value. */
  const set = (wanted: string, of: Replayed) => {
    [name, method] = [wanted, certificates.methodsOf(wanted).includes(of) ? of : "value"];
    showChosen();
    // They are at hand then when it begins; who begins hears what went wrong.
    certificates.of(name, method).catch(() => {});
  };
  const choose = (wanted: string, of: Replayed) => {
    // What runs keeps its name.
    if (running) return showChosen();
    set(wanted, of);
    keepInAddress("prove");
  };
  /** Lets the choices be changed only while nothing runs. */
  const runsNow = (replay: Replay | undefined) => {
    running = replay;
    act.textContent = replay ? "Stop" : "Start";
    for (const select of selects) select.disabled = replay !== undefined;
  };
  const act = button(
    "Start",
    () => {
      if (running) {
        running.stop();
        runsNow(undefined);
        say(`Stopped: ${name}, its ${method}.`);
        return;
      }
      const replay = new Replay(name, method, ({ compared, text, over }) => {
        progress.value = compared;
        say(text);
        if (over) runsNow(undefined);
      });
      runsNow(replay);
      void replay.begin();
    },
    { class: "main" },
  );
  const here = backendHere();
  if (here.backend === "js") {
    act.disabled = true;
    const { words, engine } = reasonOf(here);
    say(`Not here: certificates are of results by WebAssembly, and hillock computes in JavaScript in this browser, as ${words}.${engine}`);
  }
  place.replaceChildren(html("div", { class: "card" }, html("div", { class: "controls" }, ...choices, act), progress, status));
  showChosen();
  followAddress("prove", {
    fields: () => ({ prove: name, of: method }),
    read(given) {
      const wanted = [given.oneOf("prove", names, name), given.oneOf("of", METHODS, "value")] as const;
      if (running) return given.refuse(wanted.join(", "), "waits until what is replayed now is over");
      set(...wanted);
      if (method !== wanted[1]) given.refuse(`of=${wanted[1]}`, `has no certificate of ${name}`);
    },
  });
}

interface Progress {
  readonly compared: number;
  readonly text: string;
  readonly over: boolean;
}

let runs = 0;

/** One replay, on as many workers as there are cores. */
class Replay {
  private readonly run = ++runs;
  /** The workers, each with the block that it computes. */
  private readonly workers = new Map<Worker, number | undefined>();
  private readonly left = Array.from({ length: BLOCKS }, (_, i) => BLOCKS - 1 - i);
  private readonly ending = new AbortController();
  private compared = 0;
  private readonly different: number[] = [];
  private began = 0;
  private checksums: Uint32Array | undefined;

  constructor(
    private readonly name: string,
    private readonly method: Replayed,
    private readonly tell: (progress: Progress) => void,
  ) {}

  async begin(): Promise<void> {
    try {
      this.checksums = await certificates.of(this.name, this.method);
    } catch (error) {
      this.tell({ compared: 0, over: true, text: `The certificate of ${this.name}, its ${this.method}, could not be fetched: ${error}` });
    }
    // It may have been stopped meanwhile.
    if (!this.checksums || this.ending.signal.aborted) return;
    this.began = performance.now();
    const count = Math.max(1, navigator.hardwareConcurrency || 1);
    const { signal } = this.ending;
    for (let i = 0; i < count; i++) {
      const worker = i === 0 && started ? started : new Worker(url, { type: "module" });
      const hear = ({ data }: MessageEvent<Answered>) => {
        if (data.run !== this.run) return;
        this.compare(data);
        this.ask(worker);
      };
      worker.addEventListener("message", hear, { signal });
      worker.addEventListener("error", ({ message }) => this.lose(worker, message), { signal });
      this.ask(worker);
    }
    this.tell({ compared: 0, over: false, text: `Begun: ${this.name}, its ${this.method}, on ${count} workers.` });
  }

  /** Ends it; the worker that needs no network waits for the next. */
  stop(): void {
    this.ending.abort();
    for (const worker of this.workers.keys()) if (worker !== started) worker.terminate();
  }

  private ask(worker: Worker): void {
    const block = this.left.pop();
    this.workers.set(worker, block);
    if (block !== undefined) worker.postMessage({ name: this.name, method: this.method, block, run: this.run } satisfies Asked);
  }

  /** Goes on without a worker that failed, as long as there are others. */
  private lose(worker: Worker, message: string): void {
    const block = this.workers.get(worker);
    this.workers.delete(worker);
    if (worker === started) started = undefined;
    if (this.workers.size === 0) {
      this.stop();
      this.tell({ compared: this.compared, over: true, text: `A worker failed at ${this.name}, its ${this.method}: ${message}` });
      return;
    }
    if (block !== undefined) this.left.push(block);
    for (const [other, its] of this.workers) if (its === undefined) this.ask(other);
  }

  private compare({ block, checksum }: Answered): void {
    this.compared++;
    if (Number.parseInt(checksum, 16) !== this.checksums?.[block]) this.different.push(block);
    const seconds = (performance.now() - this.began) / 1000;
    const over = this.compared === BLOCKS;
    const left = Math.ceil((seconds / this.compared) * (BLOCKS - this.compared));
    const found = this.different.length === 0 ? "all the same" : `${this.different.length} of them different`;
    const text = over
      ? `All 4,294,967,296 results of ${this.name}, its ${this.method}, computed in ${seconds.toFixed(1)} s: 256 checksums, ${found}.`
      : `${this.compared} of 256 blocks of ${this.name}, its ${this.method}, ${found}; ${left} s left.`;
    if (over) this.stop();
    this.tell({ compared: this.compared, over, text });
  }
}
