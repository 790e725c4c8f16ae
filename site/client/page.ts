import { info } from "hillock";
import { nameIn } from "./address.js";
import { LazyPart, type Part } from "./lazyPart.js";
import { reasonOf } from "./reason.js";

const modules: Readonly<Record<string, () => Promise<Part>>> = {
  neuron: () => import("./parts/neuron.js"),
  explorer: () => import("./parts/explorer.js"),
  rows: () => import("./parts/rows.js"),
  learn: () => import("./parts/learn.js"),
  digits: () => import("./parts/digits.js"),
  benchmark: () => import("./parts/benchmark.js"),
  prove: () => import("./parts/prove.js"),
};

const parts: ReadonlyMap<string, LazyPart> = new Map(
  Object.entries(modules).map(([name, read]) => [name, new LazyPart(document.getElementById(name) as HTMLElement, read)]),
);

const BACKENDS: Readonly<Record<string, string>> = {
  relaxed: "WebAssembly with relaxed SIMD, which multiplies and adds in one step",
  simd: "WebAssembly with SIMD",
  js: "JavaScript alone",
};

/** Milliseconds from the beginning to when parts out of sight are loaded. */
const LATER = 1000;

/**
 * Starts each part of the page when it comes near the window, or when the address names it or one
 * below; and all of them when the page is printed.
 */
export function begin(): void {
  tell(info());
  // A policy may refuse what the engine has, which shows when something is computed.
  void import("./functions.js").then(({ backendHere }) => tell(backendHere()));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) void parts.get(target.id)?.start();
    },
    { rootMargin: "600px" },
  );
  for (const name of parts.keys()) observer.observe(document.getElementById(name) as HTMLElement);
  print();
  addEventListener("hashchange", () => void follow());
  void follow();
}

/** Says what computes. */
function tell(here: ReturnType<typeof info>): void {
  const { words, engine } = reasonOf(here);
  (document.getElementById("info") as HTMLElement).textContent =
    `Computed here by ${here.backend}, which stands for ${BACKENDS[here.backend]}, as ${words}.${engine}`;
}

/**
 * Has paper show every part, in light colours. Parts are loaded ahead: before printing no page can
 * wait for the network.
 */
function print(): void {
  setTimeout(() => {
    for (const part of parts.values()) void part.load();
  }, LATER);
  const { dataset } = document.documentElement;
  addEventListener("beforeprint", () => {
    dataset.paper = "";
    for (const part of parts.values()) part.startLoaded();
  });
  addEventListener("afterprint", () => {
    delete dataset.paper;
  });
}

/** The part that an address leads to, or whose state it holds first. */
function partOf(hash: string): string | undefined {
  const name = nameIn(hash);
  return parts.has(name) ? name : undefined;
}

/** Scrolls to the part that the address is about, once it and those above have their heights. */
async function follow(): Promise<void> {
  const name = partOf(location.hash);
  const leads = name !== undefined || location.hash.length < 2 || document.getElementById(nameIn(location.hash));
  (document.getElementById("address") as HTMLElement).textContent = leads
    ? ""
    : `The address ends in ${location.hash.slice(0, 40)}, which is no part of this page.`;
  if (name === undefined) return;
  const names = [...parts.keys()];
  await Promise.allSettled(names.slice(0, names.indexOf(name) + 1).map((one) => parts.get(one)?.start()));
  if (partOf(location.hash) === name) document.getElementById(name)?.scrollIntoView();
}
