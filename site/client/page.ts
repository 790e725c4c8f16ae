import { info } from "hillock";

type Part = { start(place: HTMLElement): void | Promise<void> };

const parts: Readonly<Record<string, () => Promise<Part>>> = {
  neuron: () => import("./parts/neuron.js"),
  explorer: () => import("./parts/explorer.js"),
  rows: () => import("./parts/rows.js"),
  learn: () => import("./parts/learn.js"),
  digits: () => import("./parts/digits.js"),
  benchmark: () => import("./parts/benchmark.js"),
  prove: () => import("./parts/prove.js"),
};

/** Keys of an address's hash that hold the state of a part. */
const STATES: Readonly<Record<string, string>> = { f: "explorer", run: "benchmark" };

const BACKENDS: Readonly<Record<string, string>> = {
  relaxed: "WebAssembly with relaxed SIMD, which multiplies and adds in one step",
  simd: "WebAssembly with SIMD",
  js: "JavaScript alone",
};

/**
 * Starts each part of the page when it comes near the window, or when the address names it or one
 * below.
 */
export function begin(): void {
  const { backend, reason } = info();
  (document.getElementById("info") as HTMLElement).textContent =
    `Computed here by ${backend}: ${reason}. The name stands for ${BACKENDS[backend]}.`;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) void start(target.id);
    },
    { rootMargin: "600px" },
  );
  for (const name of Object.keys(parts)) observer.observe(document.getElementById(name) as HTMLElement);
  addEventListener("hashchange", () => void follow());
  void follow();
}

/** The part that an address is about. */
function partOf(hash: string): string | undefined {
  const name = hash.slice(1);
  if (Object.hasOwn(parts, name)) return name;
  const [key = ""] = [...new URLSearchParams(name).keys()].filter((one) => Object.hasOwn(STATES, one));
  return STATES[key];
}

/** Scrolls to the part that the address is about, once it and those above have their heights. */
async function follow(): Promise<void> {
  const name = partOf(location.hash);
  if (name === undefined) return;
  const names = Object.keys(parts);
  await Promise.allSettled(names.slice(0, names.indexOf(name) + 1).map(start));
  if (partOf(location.hash) === name) document.getElementById(name)?.scrollIntoView();
}

const started = new Map<string, Promise<void>>();

/** Starts a part, if it was not started before. */
function start(name: string): Promise<void> {
  const promise = started.get(name) ?? startAnew(name);
  started.set(name, promise);
  return promise;
}

async function startAnew(name: string): Promise<void> {
  const section = document.getElementById(name) as HTMLElement;
  const place = section.querySelector(".part") as HTMLElement;
  try {
    const part = await (parts[name] as () => Promise<Part>)();
    await part.start(place);
    section.dataset.state = "ready";
  } catch (error) {
    section.dataset.state = "failed";
    place.textContent = `This part could not start: ${error}`;
    throw error;
  }
}
