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

/** Starts each part of the page when it comes near the window. */
export function begin(): void {
  const { backend, reason } = info();
  (document.getElementById("info") as HTMLElement).textContent = `Computed here by ${backend}: ${reason}.`;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        void start(target as HTMLElement);
      }
    },
    { rootMargin: "600px" },
  );
  for (const name of Object.keys(parts)) observer.observe(document.getElementById(name) as HTMLElement);
}

async function start(section: HTMLElement): Promise<void> {
  const place = section.querySelector(".part") as HTMLElement;
  try {
    const part = await (parts[section.id] as () => Promise<Part>)();
    await part.start(place);
    section.dataset.state = "ready";
  } catch (error) {
    section.dataset.state = "failed";
    place.textContent = `This part could not start: ${error}`;
    throw error;
  }
}
