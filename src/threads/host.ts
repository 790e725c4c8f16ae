import { IN_NODE, IN_PAGE, WORKER } from "./worker.js";

/** The part of a host's worker that hillock uses. */
export interface HostWorker {
  /** Ends it at once, whatever it does. */
  terminate(): unknown;
}

/** The data of a worker, and calls for when it is there, and when it will not be any more. */
export interface Order {
  readonly data: object;
  readonly onReady: () => void;
  readonly onEnd: (reason: unknown) => void;
}

interface NodeWorker extends HostWorker {
  on(event: string, listener: (value: unknown) => void): void;
  unref(): void;
}

interface PageWorker extends HostWorker {
  onmessage: (() => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  postMessage(data: object): void;
}

interface Host {
  readonly process?: { readonly type?: string; getBuiltinModule?(name: string): unknown };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: new (url: string) => PageWorker;
}

const host = globalThis as Host;

/** A module of Node's own; undefined in a page. No bundler sees an import. */
function ofNode<M>(name: string): M | undefined {
  return typeof host.process?.getBuiltinModule === "function"
    ? (host.process.getBuiltinModule(`node:${name}`) as M | undefined)
    : undefined;
}

/** The number of cores, as far as the host tells; 1 where it does not. */
export function cores(): number {
  const os = ofNode<{ availableParallelism(): number }>("os");
  return os?.availableParallelism() ?? host.navigator?.hardwareConcurrency ?? 1;
}

/** Why memory cannot be shared with workers here; undefined where it can. */
export function whyNotShared(): string | undefined {
  if (host.crossOriginIsolated === false) return "the page is not cross-origin isolated";
  if (typeof host.SharedArrayBuffer !== "function") return "the host has no SharedArrayBuffer";
}

/** Starts a worker with the program of `source`. Throws where the host refuses. */
export function startWorker(order: Order, source = WORKER): HostWorker {
  // Electron refuses Node's workers in a page that has Node.
  const isPage = host.process?.type === "renderer";
  const threads = isPage ? undefined : ofNode<{ Worker?: new (source: string, options: object) => NodeWorker }>("worker_threads");
  return threads?.Worker ? inNode(new threads.Worker(source + IN_NODE, optionsFor(order)), order) : inPage(source + IN_PAGE, order);
}

const optionsFor = ({ data }: Order) => ({ eval: true, workerData: data, execArgv: [], name: "hillock" });

function inNode(worker: NodeWorker, { onReady, onEnd }: Order): HostWorker {
  worker.on("message", () => {
    // From here on it keeps no program from its end.
    worker.unref();
    onReady();
  });
  worker.on("error", onEnd);
  worker.on("exit", () => onEnd("it has ended"));
  return worker;
}

function inPage(source: string, { data, onReady, onEnd }: Order): HostWorker {
  if (!host.Worker) throw new Error("the host has no workers");
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new host.Worker(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    onReady();
  };
  worker.onerror = (event) => {
    URL.revokeObjectURL(url);
    event.preventDefault?.();
    onEnd(event.message ?? "it was refused");
  };
  worker.postMessage(data);
  return worker;
}
