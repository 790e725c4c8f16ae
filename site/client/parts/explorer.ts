/** Every activation: its curves, the errors of its float32 results, and what is known of it. */

import { errorInUlp } from "../../../oracle/ulp.js";
import { button, copy, html, slider } from "../dom.js";
import { type Activation, activations, type Facts, loadFacts, naiveLoop, rangeOf } from "../functions.js";
import { type Line, Plot } from "../plot.js";

const POINTS = 601;
const COLOURS = ["first", "second", "third", "fourth"];
const METHODS = ["f", "f′", "f″"] as const;
const DASHES = [undefined, [8, 4], [2, 4]] as const;
/** Errors: intervals, and inputs in each. */
const [INTERVALS, INPUTS] = [200, 12];

/** What the page's address says. */
interface State {
  names: string[];
  parameters: Record<string, Record<string, number>>;
  from: number;
  to: number;
  methods: boolean[];
}

export async function start(place: HTMLElement): Promise<void> {
  const facts = await loadFacts();
  const state = stateOf(location.hash) ?? { names: ["gelu"], parameters: {}, from: -8, to: 4, methods: [true, true, false] };
  new Explorer(place, facts, state).show();
  addEventListener("hashchange", () => {
    const next = stateOf(location.hash);
    if (next) new Explorer(place, facts, next).show();
  });
}

/** The state that an address has, if it has one of functions that there are. */
export function stateOf(hash: string): State | undefined {
  const given = new URLSearchParams(hash.slice(1));
  const names = (given.get("f") ?? "").split(",").filter((name) => activations[name]);
  if (names.length === 0) return undefined;
  const parameters: State["parameters"] = {};
  for (const [key, value] of given) {
    const [name = "", parameter] = key.split(".");
    const number = Number(value);
    if (!parameter || !activations[name]?.spec.parameters[parameter] || !Number.isFinite(number)) continue;
    parameters[name] = { ...parameters[name], [parameter]: number };
  }
  const number = (key: string, usual: number) =>
    given.has(key) && Number.isFinite(Number(given.get(key))) ? Number(given.get(key)) : usual;
  const [from, to] = [number("from", -8), number("to", 4)];
  const shown = given.get("show") ?? "01";
  return {
    names: names.slice(0, COLOURS.length),
    parameters,
    from,
    to: to > from ? to : from + 1,
    methods: [0, 1, 2].map((i) => shown.includes(String(i))),
  };
}

class Explorer {
  private readonly choices = html("div", { class: "choices", role: "group", "aria-label": "Activations" });
  private readonly sliders = html("div", { class: "controls" });
  private readonly curves: Plot;
  private readonly errors: Plot;
  private readonly about = html("div", { class: "card" });
  private readonly curvePlace = html("div", { "data-plot": "curves" });
  private readonly errorPlace = html("div", { "data-plot": "errors" });
  private search = "";

  constructor(
    place: HTMLElement,
    private readonly facts: Facts,
    private readonly state: State,
  ) {
    const search = html("input", {
      type: "search",
      placeholder: "gelu, nn.SiLU, Elu …",
      "aria-label": "Search by name, here or in another library",
    });
    search.addEventListener("input", () => {
      this.search = search.value.toLowerCase();
      this.list();
    });
    const methods = METHODS.map((method, i) => {
      const box = html("input", { type: "checkbox", checked: this.state.methods[i] });
      box.addEventListener("change", () => {
        this.state.methods[i] = box.checked;
        this.draw();
      });
      return html("label", {}, box, method);
    });
    const end = (key: "from" | "to") => {
      const input = html("input", { type: "number", step: 0.5, value: this.state[key], size: 6 });
      input.addEventListener("change", () => {
        const next = { ...this.state, [key]: input.valueAsNumber };
        if (next.to > next.from) Object.assign(this.state, next);
        else input.value = String(this.state[key]);
        this.draw();
      });
      return html("label", {}, `x ${key}`, input);
    };
    place.replaceChildren(
      html(
        "div",
        { class: "card" },
        html("div", { class: "controls" }, search, ...methods, end("from"), end("to")),
        this.choices,
        this.sliders,
      ),
      html(
        "div",
        { class: "columns", style: "margin-top: 1rem" },
        html("div", { class: "card" }, html("h3", {}, "Values and derivatives"), this.curvePlace),
        html("div", { class: "card" }, html("h3", {}, "Largest errors of float32 values, in ULP"), this.errorPlace),
      ),
    );
    this.about.style.marginTop = "1rem";
    place.append(this.about);
    this.curves = new Plot(this.curvePlace, { height: 340, label: "Curves" });
    this.errors = new Plot(this.errorPlace, { height: 340, label: "Errors", powers: true });
  }

  /** Draws what a change has made, and keeps it in the address. */
  draw(): void {
    this.show();
    this.keep();
  }

  show(): void {
    this.list();
    this.listParameters();
    this.drawCurves();
    this.drawErrors();
    this.tell();
  }

  private bound(name: string): Activation {
    return (activations[name] as Activation).with(this.parametersOf(name));
  }

  private parametersOf(name: string): Record<string, number> {
    const { parameters } = (activations[name] as Activation).spec;
    return {
      ...Object.fromEntries(Object.entries(parameters).map(([key, { default: usual }]) => [key, usual])),
      ...this.state.parameters[name],
    };
  }

  private list(): void {
    const found = this.facts.functions.filter(({ name, title, elsewhere }) =>
      [name, title, ...elsewhere.flat()].some((text) => text.toLowerCase().includes(this.search)),
    );
    this.choices.replaceChildren(
      ...found.map(({ name }) => button(name, () => this.toggle(name), { "aria-pressed": String(this.state.names.includes(name)) })),
      ...(found.length === 0 ? [html("span", { class: "muted" }, "No activation has that name.")] : []),
    );
  }

  /** Lays a function over the others, or takes it off. */
  private toggle(name: string): void {
    const { names } = this.state;
    const chosen = names.includes(name) ? names.filter((one) => one !== name) : [...names, name].slice(-COLOURS.length);
    if (chosen.length > 0) this.state.names = chosen;
    this.draw();
  }

  private listParameters(): void {
    this.sliders.replaceChildren(
      ...this.state.names.flatMap((name) =>
        Object.entries((activations[name] as Activation).spec.parameters).map(([parameter, rules]) =>
          slider(`${name}, ${parameter}`, { ...rangeOf(rules), value: this.parametersOf(name)[parameter] as number }, (value) => {
            const before = this.state.parameters[name];
            this.state.parameters[name] = { ...before, [parameter]: value };
            try {
              this.drawCurves();
              this.drawErrors();
              this.keep();
            } catch {
              // A rule between two parameters is broken: what is drawn stays.
              this.state.parameters[name] = before ?? {};
            }
          }),
        ),
      ),
    );
  }

  private drawCurves(): void {
    const { from, to, names, methods } = this.state;
    const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
    const lines = names.flatMap((name, k) => {
      const f = this.bound(name);
      const all = [f, f.derivative, f.secondDerivative];
      return all.flatMap((method, i): Line[] =>
        methods[i]
          ? [
              {
                label: `${name} ${METHODS[i]}`,
                colour: COLOURS[k] as string,
                ...(DASHES[i] && { dash: DASHES[i] }),
                values: i === 0 ? method(x) : broken(x, method(x), f.spec.kinks),
              },
            ]
          : [],
      );
    });
    this.curves.draw(x, lines, { label: `${names.join(", ")} from ${from} to ${to}` });
  }

  private drawErrors(): void {
    const { from, to, names } = this.state;
    const middles = Array.from({ length: INTERVALS }, (_, i) => from + ((i + 0.5) * (to - from)) / INTERVALS);
    const lines = names.flatMap((name, k): Line[] => {
      const f = this.bound(name);
      const shown = this.facts.functions.find((one) => one.name === name);
      const naive = shown && naiveLoop(shown, 0, this.parametersOf(name));
      const x = Float32Array.from({ length: INTERVALS * INPUTS }, (_, i) => from + ((to - from) * (i + 0.5)) / (INTERVALS * INPUTS));
      const exact = f(Float64Array.from(x));
      const usual = new Float32Array(x.length);
      naive?.(x, usual);
      return [
        { label: name, colour: COLOURS[k] as string, values: worst(f(x), exact) },
        ...(naive
          ? [{ label: `${name}, the usual formula`, colour: COLOURS[k] as string, dash: [3, 3], values: worst(usual, exact) }]
          : []),
      ];
    });
    this.errors.draw(middles, lines, { label: `Errors of ${names.join(", ")} and of the usual formulas`, limits: [-2.5, 8] });
  }

  private tell(): void {
    const name = this.state.names.at(-1) as string;
    const shown = this.facts.functions.find((one) => one.name === name);
    if (!shown) return;
    const { title, use, range, kinks, elsewhere, formulas, source } = shown;
    const line = `import { ${name} } from "hillock";`;
    const copying = button("Copy", () => copy(line));
    const formula = html("div", { class: "formula", tabindex: 0, role: "group", "aria-label": "Formulas" });
    formula.innerHTML = formulas.join("");
    const facts: [string, string][] = [
      ["Range", range],
      ...(kinks.length > 0 ? [["Kinks", kinks.join(", ")] as [string, string]] : []),
      ["Source", source],
      ...elsewhere.map(([library, names]): [string, string] => [`In ${library}`, names]),
    ];
    this.about.replaceChildren(
      html("h3", {}, name),
      html("p", {}, title),
      html("p", { class: "muted" }, use),
      formula,
      html("p", {}, html("code", {}, line), " ", copying, " ", html("a", { href: `functions/${name}.html` }, `All about ${name}`)),
      html(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": "Facts" },
        html(
          "table",
          {},
          html("tbody", {}, ...facts.map(([fact, text]) => html("tr", {}, html("th", { scope: "row" }, fact), html("td", {}, text)))),
        ),
      ),
    );
  }

  /** Puts the state into the address. */
  private keep(): void {
    const { names, parameters, from, to, methods } = this.state;
    const kept = new URLSearchParams({
      f: names.join(","),
      from: String(from),
      to: String(to),
      show: methods.map((on, i) => (on ? i : "")).join(""),
    });
    for (const name of names)
      for (const [parameter, value] of Object.entries(parameters[name] ?? {})) kept.set(`${name}.${parameter}`, String(value));
    history.replaceState(null, "", `#${kept}`);
  }
}

/** Values with a gap where a kink lies between two inputs. */
function broken(x: Float64Array, y: Float64Array, kinks: readonly number[]): number[] {
  return Array.from(y, (value, i) =>
    kinks.some((kink) => i > 0 && (x[i - 1] as number) <= kink && kink < (x[i] as number)) ? NaN : value,
  );
}

/** The logarithm of the largest error in each interval; an error of 0 counts as 0.01. */
function worst(got: Float32Array, exact: Float64Array): number[] {
  return Array.from({ length: INTERVALS }, (_, i) => {
    let most = 0;
    for (let k = i * INPUTS; k < (i + 1) * INPUTS; k++) most = Math.max(most, errorInUlp(got[k] as number, exact[k] as number));
    return Math.log10(Math.min(1e8, Math.max(0.01, most)));
  });
}
