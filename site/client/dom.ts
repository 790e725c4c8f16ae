/** Elements of the page. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string;

/** An element of HTML with attributes and children; a boolean attribute is there or not. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** An element of SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  element.append(...children);
  return element;
}

/** A button that calls `act`. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = html("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", act);
  return element;
}

/** The numbers that a slider has, and the one where it is. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number | "any";
  readonly value: number;
}

/** The digits after the point of a slider that has no step. */
const DIGITS = 3;

/** A slider with its name before and its value after it. */
export function slider(name: string, range: Range, changed: (value: number) => void): HTMLLabelElement {
  // An infinite value has its thumb at the end; readers of screens are told the true one.
  const text = String(range.value);
  const input = html("input", { type: "range", ...range, value: Math.min(range.value, range.max), "aria-valuetext": text });
  const shown = html("output", {}, text);
  input.addEventListener("input", () => {
    const value = range.step === "any" ? Number(input.valueAsNumber.toFixed(DIGITS)) : input.valueAsNumber;
    shown.textContent = String(value);
    input.setAttribute("aria-valuetext", String(value));
    changed(value);
  });
  return html("label", {}, name, input, shown);
}

/**
 * A field for a number. `set` takes what was entered, NaN where that is no finite number, or says
 * why it does not and returns false: the field is marked then, and when it is left the number in
 * force stands there again.
 */
export function numberField(attributes: Attributes, get: () => number, set: (value: number) => boolean): HTMLInputElement {
  const field = html("input", { type: "number", step: "any", ...attributes });
  const show = () => {
    const value = get();
    field.value = Number.isFinite(value) ? String(value) : "";
    field.placeholder = Number.isFinite(value) ? "" : "∞";
    field.removeAttribute("aria-invalid");
  };
  const enter = () => {
    if (set(field.valueAsNumber)) show();
    else field.setAttribute("aria-invalid", "true");
  };
  field.addEventListener("change", enter);
  field.addEventListener("blur", () => {
    // Browsers tell no change where one text that is no number follows another.
    if (field.validity.badInput && !field.hasAttribute("aria-invalid")) enter();
    show();
  });
  show();
  return field;
}

/** A slider with a field beside it, for numbers that are not on its grid or beyond its ends. */
export function sliderWithField(name: string, range: Range, set: (value: number) => boolean): HTMLElement {
  let inForce = range.value;
  const change = (value: number) => {
    const isTaken = set(value);
    if (isTaken) inForce = value;
    thumb.value = String(Math.min(inForce, range.max));
    thumb.setAttribute("aria-valuetext", String(inForce));
    return isTaken;
  };
  const label = slider(name, range, (value) => {
    change(value);
    field.value = String(inForce);
    field.removeAttribute("aria-invalid");
  });
  const thumb = label.querySelector("input") as HTMLInputElement;
  label.querySelector("output")?.remove();
  const field = numberField({ "aria-label": `${name}, exactly` }, () => inForce, change);
  return html("div", { class: "pair" }, label, field);
}

/** A choice of one of several texts. */
export function choice<T extends string>(name: string, options: readonly T[], value: T, changed: (value: T) => void): HTMLLabelElement {
  const select = html("select", {}, ...options.map((option) => html("option", { value: option, selected: option === value }, option)));
  select.addEventListener("change", () => changed(select.value as T));
  return html("label", {}, name, select);
}

/** A colour of the theme in force. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls `redraw` when the theme changes, which is light on paper. */
export function onTheme(redraw: () => void): void {
  for (const event of ["beforeprint", "afterprint"]) addEventListener(event, redraw);
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", redraw);
}

/** The number of something that can be dragged. */
interface Dragged {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unitsPerPixel: number;
  /** Whether it grows to the right as well as upwards. */
  readonly alsoRight?: boolean;
}

/**
 * Makes an element a vertical slider: by pointer and by arrow keys, as screen readers know it. What
 * is returned tells these the number anew.
 */
export function draggable(
  element: SVGElement,
  { name, min, max, step, unitsPerPixel, alsoRight = false }: Dragged,
  get: () => number,
  set: (value: number) => void,
): () => void {
  const show = () => {
    element.setAttribute("aria-valuenow", get().toFixed(2));
  };
  const move = (value: number) => {
    set(Math.min(max, Math.max(min, Math.round(value / step) * step)));
    show();
  };
  for (const [attribute, value] of Object.entries({
    role: "slider",
    tabindex: 0,
    "aria-label": name,
    "aria-valuemin": min,
    "aria-valuemax": max,
    "aria-orientation": "vertical",
  }))
    element.setAttribute(attribute, String(value));
  show();
  element.addEventListener("keydown", (event) => {
    const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: 10 * step, PageDown: -10 * step }[event.key];
    const value = by === undefined ? { Home: min, End: max }[event.key] : get() + by;
    if (value === undefined) return;
    event.preventDefault();
    move(value);
  });
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    const along = ({ clientX, clientY }: PointerEvent) => (alsoRight ? clientX : 0) - clientY;
    const [begun, value] = [along(event), get()];
    const drag = (at: PointerEvent) => move(value + (along(at) - begun) * unitsPerPixel);
    const drop = () => {
      element.removeEventListener("pointermove", drag);
      element.removeEventListener("pointerup", drop);
      element.removeEventListener("pointercancel", drop);
    };
    element.addEventListener("pointermove", drag);
    element.addEventListener("pointerup", drop);
    element.addEventListener("pointercancel", drop);
  });
  return show;
}

/** Puts a text on the clipboard, where that is allowed, and gives a sentence that says whether. */
export async function copy(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    return "Not copied: the browser does not allow it here.";
  }
}
