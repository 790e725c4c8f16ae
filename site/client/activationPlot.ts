/**
 * An element for any page: `<activation-plot name="elu" parameters="alpha=0.5" from="-5" to="5">`
 * draws an activation and its derivative, computed there by hillock, with a legend.
 *
 * What cannot be drawn, an unknown name for one, is said in its place.
 *
 *     <script type="module" src="…/activation-plot.js"></script>
 */
import { BESIDE } from "../../bench/report/abscissas.js";
import { type Activation, activations, jumpsOf } from "./functions.js";

const [WIDTH, HEIGHT, POINTS] = [320, 200, 241];
const ENDS = ["from", "to"] as const;
/** The numbers on an axis, about. */
const TICKS = 5;
const STYLE = `:host { display: inline-block; width: 20rem; max-width: 100%; color-scheme: light dark }
  svg { display: block; width: 100%; height: auto }
  path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: light-dark(#1d56c9, #86b1ff) }
  path + path { stroke: light-dark(#b8430b, #ffa46b) }
  line { stroke: currentColor; opacity: 0.12 }
  line.axis { opacity: 0.4 }
  text { font: 10px system-ui, sans-serif; fill: currentColor; opacity: 0.75 }
  p { margin: 0; font: 0.8rem system-ui, sans-serif }
  span::before { content: ""; display: inline-block; width: 1.5em; margin-right: 0.4em; vertical-align: 0.25em;
    border-top: 2px solid light-dark(#1d56c9, #86b1ff) }
  span + span { margin-left: 1em }
  span + span::before { border-color: light-dark(#b8430b, #ffa46b) }
  @media (forced-colors: active) { svg, span::before { forced-color-adjust: none } }`;
/** A sheet of its own, which policies allow that allow no style in a page's text. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

class ActivationPlot extends HTMLElement {
  static readonly observedAttributes = ["name", "parameters", "from", "to"];

  connectedCallback(): void {
    this.draw();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.draw();
  }

  private draw(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const name = this.getAttribute("name") ?? "";
    root.adoptedStyleSheets = [sheet];
    if (name === "") {
      root.textContent = 'No activation is named: name="gelu" draws gelu.';
      return;
    }
    const activation = Object.hasOwn(activations, name) ? activations[name] : undefined;
    if (!activation) {
      root.textContent = `There is no activation ${name}.`;
      return;
    }
    const chosen = (this.getAttribute("parameters") ?? "").split(/[\s,]+/).filter(Boolean);
    let f: Activation;
    try {
      f = activation.with(parametersOf(chosen));
    } catch (error) {
      root.textContent = `${name} cannot be drawn with parameters = ${chosen.join(", ")}: ${error instanceof Error ? error.message : error}`;
      return;
    }
    const [from, to] = [this.number("from", -5), this.number("to", 5)];
    const wrong = ENDS.find((end) => Number.isNaN({ from, to }[end]));
    if (wrong) {
      root.textContent = `${name} cannot be drawn: ${wrong}="${this.getAttribute(wrong)}" is no finite number.`;
      return;
    }
    if (!(to > from && to - from < Infinity)) {
      root.textContent = `Nothing lies between from = ${from} and to = ${to}: from has to be less than to.`;
      return;
    }
    const curves = [f, f.derivative].map((method) => {
      const jumps = jumpsOf(method, f.spec.kinks);
      const places = placesOf(from, to, jumps);
      return { jumps, places, values: places.map((at) => method(at)) };
    });
    const seen = curves.flatMap(({ values }) => values).filter(Number.isFinite);
    const [low, high] = [Math.min(0, ...seen), Math.max(0.1, ...seen)];
    const across = (value: number) => ((value - from) / (to - from)) * WIDTH;
    const up = (value: number) => HEIGHT - 18 - ((value - low) / (high - low)) * (HEIGHT - 32);
    /** A path with gaps where it jumps, and where a result is not finite. */
    const paths = curves.map(({ jumps, places, values }) => {
      const d = places.map((at, i) => {
        const value = values[i] as number;
        if (!Number.isFinite(value)) return "";
        const before = places[i - 1] as number;
        const isJoined = i > 0 && Number.isFinite(values[i - 1]) && !jumps.some((jump) => before < jump && jump < at);
        return `${isJoined ? "L" : "M"}${across(at).toFixed(1)} ${up(value).toFixed(1)}`;
      });
      return `<path d="${d.join("")}"/>`;
    });
    const columns = ticksOf(from, to).map((at) => {
      const anchor = across(at) < 10 ? "start" : across(at) > WIDTH - 10 ? "end" : "middle";
      return `<line x1="${across(at)}" x2="${across(at)}" y1="0" y2="${HEIGHT}"${at === 0 ? ' class="axis"' : ""}/><text x="${across(at)}" y="${HEIGHT - 1}" text-anchor="${anchor}">${written(at)}</text>`;
    });
    const rows = ticksOf(low, high).map(
      (at) =>
        `<line x1="0" x2="${WIDTH}" y1="${up(at)}" y2="${up(at)}"${at === 0 ? ' class="axis"' : ""}/><text x="1" y="${up(at) - 2}">${written(at)}</text>`,
    );
    root.innerHTML = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${[...columns, ...rows, ...paths].join("")}</svg>`;
    const title = chosen.length > 0 ? `${name}, ${chosen.join(", ")}` : name;
    root.querySelector("svg")?.setAttribute("aria-label", `${title}, and its derivative, from ${from} to ${to}`);
    const legend = document.createElement("p");
    for (const text of [title, "its derivative"]) legend.append(Object.assign(document.createElement("span"), { textContent: text }));
    root.append(legend);
  }

  /** The number of an attribute, or NaN where it is none or not finite. */
  private number(attribute: string, usual: number): number {
    const given = this.getAttribute(attribute);
    if (given === null) return usual;
    return given.trim() !== "" && Number.isFinite(Number(given)) ? Number(given) : Number.NaN;
  }
}

// Each attribute has a property of its name, as in elements of HTML.
for (const attribute of ActivationPlot.observedAttributes)
  Object.defineProperty(ActivationPlot.prototype, attribute, {
    get(this: ActivationPlot) {
      return this.getAttribute(attribute) ?? "";
    },
    set(this: ActivationPlot, value: unknown) {
      this.setAttribute(attribute, String(value));
    },
    enumerable: true,
    configurable: true,
  });

/** Parameters by their names, of texts like alpha=0.5. */
function parametersOf(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", value = ""] = text.split("=");
      if (value.trim() === "" || Number.isNaN(Number(value))) throw new Error(`${text} is no name and number, such as alpha=0.5`);
      return [name, Number(value)];
    }),
  );
}

/** Places from end to end, and both sides of each jump between them. */
function placesOf(from: number, to: number, jumps: readonly number[]): readonly number[] {
  const even = Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  const sides = jumps.filter((jump) => from < jump && jump < to).flatMap((jump) => [jump - BESIDE, jump + BESIDE]);
  return [...even.filter((x) => !jumps.includes(x)), ...sides].sort((a, b) => a - b);
}

/** Round numbers in a range. */
function ticksOf(from: number, to: number): readonly number[] {
  const least = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((one) => one * power >= least) ?? 10);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(9)));
}

const written = (value: number): string => String(value).replace("-", "−");

customElements.define("activation-plot", ActivationPlot);
