/**
 * An element for any page: `<activation-plot name="gelu" from="-5" to="5">` draws an activation and
 * its derivative, computed there by hillock.
 *
 * What cannot be drawn, an unknown name for one, is said in its place.
 *
 *     <script type="module" src="…/activation-plot.js"></script>
 */
import { activations } from "./functions.js";

const [WIDTH, HEIGHT, POINTS] = [320, 200, 241];
const STYLE = `:host { display: inline-block; width: 20rem; max-width: 100%; color-scheme: light dark }
  svg { display: block; width: 100%; height: auto }
  path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: light-dark(#1d56c9, #86b1ff) }
  path + path { stroke: light-dark(#b8430b, #ffa46b) }
  line { stroke: currentColor; opacity: 0.3 }`;

class ActivationPlot extends HTMLElement {
  static readonly observedAttributes = ["name", "from", "to"];

  connectedCallback(): void {
    this.draw();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.draw();
  }

  private draw(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const name = this.getAttribute("name") ?? "";
    const f = Object.hasOwn(activations, name) ? activations[name] : undefined;
    if (!f) {
      root.textContent = `There is no activation ${name}.`;
      return;
    }
    const [from, to] = [this.number("from", -5), this.number("to", 5)];
    if (!(to > from && to - from < Infinity)) {
      root.textContent = `Nothing lies between from = ${from} and to = ${to}: from has to be less than to.`;
      return;
    }
    const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
    const curves = [f(x), f.derivative(x)];
    const seen = curves.flatMap((y) => [...y]).filter(Number.isFinite);
    const [low, high] = [Math.min(0, ...seen), Math.max(0.1, ...seen)];
    const across = (value: number) => ((value - from) / (to - from)) * WIDTH;
    const up = (value: number) => HEIGHT - 8 - ((value - low) / (high - low)) * (HEIGHT - 16);
    /** A path with gaps where a result is not finite. */
    const line = (y: Float64Array) =>
      x.reduce((path, at, i) => {
        const value = y[i] as number;
        if (!Number.isFinite(value)) return path;
        const pen = i > 0 && Number.isFinite(y[i - 1]) ? "L" : "M";
        return `${path}${pen}${across(at).toFixed(1)} ${up(value).toFixed(1)}`;
      }, "");
    const paths = curves.map((y) => `<path d="${line(y)}"/>`);
    root.innerHTML = `<style>${STYLE}</style><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><line x1="0" x2="${WIDTH}" y1="${up(0)}" y2="${up(0)}"/><line x1="${across(0)}" x2="${across(0)}" y1="0" y2="${HEIGHT}"/>${paths.join("")}</svg>`;
    root.querySelector("svg")?.setAttribute("aria-label", `${name} and its derivative from ${from} to ${to}`);
  }

  private number(attribute: string, usual: number): number {
    const given = this.getAttribute(attribute);
    return given !== null && Number.isFinite(Number(given)) ? Number(given) : usual;
  }
}

customElements.define("activation-plot", ActivationPlot);
