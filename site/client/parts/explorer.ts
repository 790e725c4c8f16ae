/** Every activation: its curves, the errors of its float32 results, and what is known of it. */

import { activations as loops } from "virtual:loops";
import { followAddress, keepInAddress } from "../address.js";
import { button, html, numberField, sliderWithField } from "../dom.js";
import { aboutOf, usualFormulasOf } from "../explorer/about.js";
import { curvesOf } from "../explorer/curves.js";
import { endsOf } from "../explorer/ends.js";
import { errorsOf, MOST, NONE } from "../explorer/errors.js";
import { linksTo, pageOf } from "../explorer/others.js";
import { found, namedBy } from "../explorer/search.js";
import {
  BEGINNING,
  COLOURS,
  ENDS,
  fieldsOf,
  isBeginning,
  isRange,
  METHODS,
  parametersOf,
  type State,
  stateOf,
  TAIL,
} from "../explorer/state.js";
import { type Activation, activations, type Facts, loadFacts, rangeOf } from "../functions.js";
import type { Given } from "../given.js";
import { Plot } from "../plot.js";
import { Toolbar } from "../toolbar.js";

const LIMIT = `Up to ${COLOURS.length} activations lie over each other`;

let facts: Facts;

export async function load(): Promise<void> {
  facts = await loadFacts();
}

export function start(place: HTMLElement): void {
  const explorer = new Explorer(facts);
  place.replaceChildren(...explorer.elements);
  explorer.show(structuredClone(BEGINNING));
  followAddress("explorer", { read: (given) => explorer.follow(given), fields: () => fieldsOf(explorer.state) });
}

class Explorer {
  readonly elements: readonly HTMLElement[];
  state: State = BEGINNING;
  private readonly choices = html("div", { class: "choices", "aria-label": "Activations" });
  private readonly toolbar = new Toolbar(this.choices);
  /** The button of each activation. */
  private readonly buttons = new Map(Object.keys(activations).map((name) => [name, button(name, () => this.toggle(name))]));
  /** The names whose buttons are shown. */
  private listed = "";
  private readonly sliders = html("div", { class: "controls" });
  private readonly status = html("p", { class: "muted", role: "status" });
  private readonly others = html("p", { class: "muted", "data-found": "others" });
  private readonly ends = html("div", { class: "scroll ends", tabindex: 0, role: "group", "aria-label": "Limits and kinks" });
  private readonly usual = html("div", { class: "muted" });
  private readonly about = html("div", { class: "card about" });
  private readonly boxes = METHODS.map(() => html("input", { type: "checkbox" }));
  private readonly range = { from: this.end("from"), to: this.end("to") } as const;
  private readonly curvePlace = html("div", { "data-plot": "curves" });
  private readonly nothing = html("p", {}, "Nothing is drawn, as f, f′ and f″ are all off.");
  private readonly curves: Plot;
  private readonly errors: Plot;
  private sought = "";

  constructor(private readonly facts: Facts) {
    const errorPlace = html("div", { "data-plot": "errors" });
    this.elements = [
      html(
        "div",
        { class: "card" },
        html(
          "div",
          { class: "controls" },
          this.search(),
          ...METHODS.map((method, i) => html("label", {}, this.box(i), method)),
          ...Object.entries(this.range).map(([key, input]) => html("label", {}, `x ${key}`, input)),
          button("The tail of gelu", () => this.change(structuredClone(TAIL))),
        ),
        this.choices,
        this.others,
        this.status,
        this.sliders,
      ),
      html(
        "div",
        { class: "columns plots apart" },
        html("div", { class: "card" }, html("h3", {}, "Values and derivatives"), this.nothing, this.curvePlace, this.ends),
        html("div", { class: "card" }, html("h3", {}, "Largest errors of float32 values, in ULP"), errorPlace, this.usual),
        this.about,
      ),
    ];
    this.curves = new Plot(this.curvePlace, { height: 340, label: "Curves" });
    this.errors = new Plot(errorPlace, { height: 340, label: "Errors", powers: true, zero: NONE, limits: [NONE.at - 0.5, MOST] });
  }

  show(state: State, told = `${LIMIT}.`): void {
    this.state = state;
    this.status.textContent = told;
    for (const key of ["from", "to"] as const) this.range[key].value = String(state[key]);
    for (const [i, box] of this.boxes.entries()) box.checked = state.methods[i] as boolean;
    this.list();
    this.listParameters();
    this.draw();
    const shown = this.facts.functions.find(({ name }) => name === state.names.at(-1));
    if (shown) this.about.replaceChildren(...aboutOf(shown));
  }

  /** Shows what an address has, and puts the own names of functions into it in place of others. */
  follow(given: Given): void {
    let isOther = false;
    const meant = (text: string) => {
      const names = namedBy(this.facts, text);
      isOther ||= names.length === 1;
      return names;
    };
    this.show(stateOf(given, this.state, meant));
    // An address of the state that no address holds stays, as it leads here.
    if (isOther && !isBeginning(this.state)) keepInAddress("explorer");
  }

  /** Shows what a change has made, and keeps it in the address. */
  private change(change: Partial<State>, told?: string): void {
    this.show({ ...this.state, ...change }, told);
    keepInAddress("explorer");
  }

  private search(): HTMLInputElement {
    const input = html("input", {
      type: "search",
      placeholder: "gelu, nn.SiLU, BERT …",
      "aria-label": "Search by name, here or in another library, or by what it is used for; Enter opens the first",
    });
    input.addEventListener("input", () => {
      this.sought = input.value.trim();
      this.list();
    });
    input.addEventListener("keydown", ({ key }) => {
      const { first } = found(this.facts, this.sought);
      if (key !== "Enter" || !this.sought || !first) return;
      if (activations[first]) this.change({ names: [first] });
      else location.assign(pageOf(first));
    });
    return input;
  }

  /** The box that shows or hides the value or a derivative. */
  private box(i: number): HTMLInputElement {
    const box = this.boxes[i] as HTMLInputElement;
    box.addEventListener("change", () => this.change({ methods: this.boxes.map(({ checked }) => checked) }));
    return box;
  }

  /**
   * An input of one end of the range; where it passes the other, that moves on and the width stays.
   */
  private end(key: "from" | "to"): HTMLInputElement {
    const set = (value: number) => {
      const range = { from: this.state.from, to: this.state.to };
      const width = range.to - range.from;
      const other = key === "from" ? "to" : "from";
      if (!this.isNumber(value, `x ${key}`, range[key])) return false;
      if (value < ENDS.min || value > ENDS.max) {
        this.status.textContent = `x ${key} is a number from ${ENDS.min} to ${ENDS.max}: it stays ${range[key]}.`;
        return false;
      }
      range[key] = value;
      const passes = !isRange(range.from, range.to);
      if (passes)
        range[other] = key === "from" ? value + Math.max(width, Math.abs(value) / 8) : value - Math.max(width, Math.abs(value) / 8);
      this.change(range, passes ? `x ${other} is ${range[other]} now, as x ${key} has passed it.` : undefined);
      return true;
    };
    return numberField({ size: 6 }, () => this.state[key], set);
  }

  /** Whether a number was entered in a field; what stays is told where not. */
  private isNumber(value: number, name: string, inForce: number): boolean {
    if (Number.isFinite(value)) return true;
    this.status.textContent = `What was entered for ${name} is no finite number: it stays ${inForce}.`;
    return false;
  }

  private list(): void {
    const { activations: names, others } = found(this.facts, this.sought);
    for (const [name, one] of this.buttons) one.setAttribute("aria-pressed", String(this.state.names.includes(name)));
    // Buttons that are put in anew lose the focus.
    if (names.join() !== this.listed || names.length === 0) {
      const none = html("span", { class: "muted" }, "No activation has that name.");
      this.toolbar.show(
        names.map((name) => this.buttons.get(name) as HTMLButtonElement),
        ...(names.length === 0 ? [none] : []),
      );
      this.listed = names.join();
    }
    this.others.replaceChildren(...(this.sought ? linksTo(others) : []));
  }

  /** Lays a function over the others, or takes it off. */
  private toggle(name: string): void {
    const { names } = this.state;
    const chosen = names.includes(name) ? names.filter((one) => one !== name) : [...names, name].slice(-COLOURS.length);
    const gone = names.length === COLOURS.length && !names.includes(name) ? `: ${names[0]} made room for ${name}` : "";
    const told = chosen.length > 0 ? `${LIMIT}${gone}.` : "One activation stays.";
    this.change({ names: chosen.length > 0 ? chosen : names }, told);
  }

  private listParameters(): void {
    const sliders = this.state.names.flatMap((name) =>
      Object.entries((activations[name] as Activation).spec.parameters).map(([parameter, rules]) => {
        const value = parametersOf(this.state, name)[parameter] as number;
        return sliderWithField(`${name}, ${parameter}`, { ...rangeOf(rules), value }, (next) => this.set(name, parameter, next));
      }),
    );
    const reset = button("Reset parameters", () => this.change({ parameters: {} }));
    this.sliders.replaceChildren(...sliders, ...(sliders.length > 0 ? [reset] : []));
  }

  /** Sets a parameter, or says why it stays. */
  private set(name: string, parameter: string, value: number): boolean {
    const before = this.state.parameters[name];
    if (!this.isNumber(value, `${name}, ${parameter}`, parametersOf(this.state, name)[parameter] as number)) return false;
    this.state.parameters[name] = { ...before, [parameter]: value };
    try {
      this.draw();
      keepInAddress("explorer");
      this.status.textContent = `${LIMIT}.`;
      return true;
    } catch (error) {
      // It is out of its range, or breaks a rule between two parameters.
      this.state.parameters[name] = before ?? {};
      this.status.textContent = `What is drawn stays: ${error instanceof Error ? error.message : error}`;
      return false;
    }
  }

  private draw(): void {
    const { names, from, to } = this.state;
    const [curves, errors] = [curvesOf(this.state), errorsOf(this.state, loops)];
    this.nothing.hidden = curves.lines.length > 0;
    this.curvePlace.hidden = curves.lines.length === 0;
    this.curves.draw(curves.x, curves.lines, { label: `${names.join(", ")} from ${from} to ${to}` });
    const label = `Errors of ${names.join(", ")} and of the usual formulas`;
    this.errors.draw(errors.x, errors.lines, { label });
    this.usual.replaceChildren(...usualFormulasOf(this.facts, names));
    this.ends.replaceChildren(...endsOf(this.state, this.facts));
  }
}
