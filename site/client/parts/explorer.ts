/** Every activation: its curves, the errors of its float32 results, and what is known of it. */

import { errorInUlp } from "../../../oracle/ulp.js";
import { frameworks } from "../../../src/resolve/frameworks.js";
import { meaningsOf } from "../../../src/resolve/lookup.js";
import { match } from "../../../src/resolve/match.js";
import { readText } from "../../../src/resolve/text.js";
import { button, copy, html, slider } from "../dom.js";
import { type Activation, activations, type Computed, type Facts, loadFacts, rangeOf } from "../functions.js";
import { type Line, Plot } from "../plot.js";
import { usualOf, usualText } from "../usual.js";

const POINTS = 601;
const COLOURS = ["first", "second", "third", "fourth"];
const LIMIT = `Up to ${COLOURS.length} activations lie over each other`;
const METHODS = ["f", "f′", "f″"] as const;
const DASHES = [undefined, [8, 4], [2, 4]] as const;
/** The part of an activation that 1 + tanh or 1 - exp lose. */
const TAIL = { names: ["gelu"], parameters: {}, from: -15, to: -5 };
/** Errors: intervals, and inputs in each. */
const [INTERVALS, INPUTS] = [200, 12];

/** The state of the explorer, as the page's address has it. */
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
  private readonly status = html("p", { class: "muted", role: "status" }, `${LIMIT}.`);
  private readonly usual = html("div", { class: "muted" });
  private readonly ends: Readonly<Record<"from" | "to", HTMLInputElement>>;
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
      this.search = search.value.trim();
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
    this.ends = { from: this.end("from"), to: this.end("to") };
    const tail = button("The tail of gelu", () => {
      Object.assign(this.state, structuredClone(TAIL));
      this.draw();
    });
    place.replaceChildren(
      html(
        "div",
        { class: "card" },
        html(
          "div",
          { class: "controls" },
          search,
          ...methods,
          ...Object.entries(this.ends).map(([key, input]) => html("label", {}, `x ${key}`, input)),
          tail,
        ),
        this.choices,
        this.status,
        this.sliders,
      ),
      html(
        "div",
        { class: "columns", style: "margin-top: 1rem" },
        html("div", { class: "card" }, html("h3", {}, "Values and derivatives"), this.curvePlace),
        html("div", { class: "card" }, html("h3", {}, "Largest errors of float32 values, in ULP"), this.errorPlace, this.usual),
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
    for (const key of ["from", "to"] as const) this.ends[key].value = String(this.state[key]);
    this.list();
    this.listParameters();
    this.drawCurves();
    this.drawErrors();
    this.tell();
  }

  /**
   * An input of one end of the range; where it passes the other, that moves on and the width stays.
   */
  private end(key: "from" | "to"): HTMLInputElement {
    const input = html("input", { type: "number", step: "any", size: 6 });
    input.addEventListener("change", () => {
      const { from, to } = this.state;
      const value = input.valueAsNumber;
      if (Number.isFinite(value)) {
        this.state[key] = value;
        if (this.state.from >= this.state.to) this.state[key === "from" ? "to" : "from"] = value + (key === "from" ? to - from : from - to);
      }
      this.draw();
    });
    return input;
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
    const sought = this.search.toLowerCase();
    const meant = meantBy(this.search);
    const found = this.facts.functions.filter(
      ({ name, title, elsewhere }) =>
        meant.includes(name) || [name, title, ...elsewhere.flat()].some((text) => text.toLowerCase().includes(sought)),
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
    const gone = names.length === COLOURS.length && !names.includes(name) ? `: ${names[0]} made room for ${name}` : "";
    this.status.textContent = chosen.length > 0 ? `${LIMIT}${gone}.` : "One activation stays.";
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
                values: broken(x, method, f.spec.kinks),
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
      const naive = shown && usualOf(shown, this.parametersOf(name));
      const x = Float32Array.from({ length: INTERVALS * INPUTS }, (_, i) => from + ((to - from) * (i + 0.5)) / (INTERVALS * INPUTS));
      const exact = f(Float64Array.from(x));
      const usual = naive ? Float32Array.from(x, naive) : x;
      return [
        { label: name, colour: COLOURS[k] as string, values: worst(f(x), exact) },
        ...(naive
          ? [{ label: `${name}, the usual formula`, colour: COLOURS[k] as string, dash: [3, 3], values: worst(usual, exact) }]
          : []),
      ];
    });
    this.errors.draw(middles, lines, { label: `Errors of ${names.join(", ")} and of the usual formulas`, limits: [-2.5, 8] });
    this.tellUsual();
  }

  /** The formulas that hillock is compared with. */
  private tellUsual(): void {
    const { functions } = this.facts;
    const lines = this.state.names.flatMap((name) => {
      const text = usualText(functions.find((one) => one.name === name));
      if (!text) return [];
      const variant = functions.find((one) => one.name !== name && one.name.startsWith(name) && usualText(one) === text);
      return [
        html("p", {}, `The usual formula of ${name}${variant ? `, which is that of ${variant.name}` : ""}: `, html("code", {}, text)),
      ];
    });
    this.usual.replaceChildren(...lines);
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

/** The functions that a name or a printed module means in other libraries. */
function meantBy(text: string): readonly string[] {
  const part = readText(text);
  if (!part) return [];
  const form = { options: {}, positional: [], frameworks, ...part };
  return frameworks.flatMap((framework) => match(form, meaningsOf(form.name, framework, []))?.of ?? []);
}

/** Values with a gap where a function jumps between two inputs. */
function broken(x: Float64Array, f: Computed, kinks: readonly number[]): Float64Array {
  const y = f(x);
  for (const kink of kinks) {
    const beside = 1e-9 * Math.max(1, Math.abs(kink));
    const [before, after] = [f(kink - beside), f(kink + beside)];
    if (Math.abs(after - before) <= 1e-6) continue;
    const next = x.findIndex((value) => value > kink);
    if (next > 0) y.fill(NaN, next - 1, next + 1);
  }
  return y;
}

/** The logarithm of the largest error in each interval; an error of 0 counts as 0.01. */
function worst(got: Float32Array, exact: Float64Array): number[] {
  return Array.from({ length: INTERVALS }, (_, i) => {
    let most = 0;
    for (let k = i * INPUTS; k < (i + 1) * INPUTS; k++) most = Math.max(most, errorInUlp(got[k] as number, exact[k] as number));
    return Math.log10(Math.min(1e8, Math.max(0.01, most)));
  });
}
