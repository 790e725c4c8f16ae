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

/** A slider with its name before and its value after it. */
export function slider(
  name: string,
  range: { readonly min: number; readonly max: number; readonly step: number; readonly value: number },
  changed: (value: number) => void,
): HTMLLabelElement {
  // An infinite value has its thumb at the end.
  const input = html("input", { type: "range", ...range, value: Math.min(range.value, range.max) });
  const shown = html("output", {}, String(range.value));
  input.addEventListener("input", () => {
    shown.textContent = String(input.valueAsNumber);
    changed(input.valueAsNumber);
  });
  return html("label", {}, name, input, shown);
}

/** A slider with a field beside it, for numbers that are not on its grid or beyond its ends. */
export function sliderWithField(
  name: string,
  range: { readonly min: number; readonly max: number; readonly step: number; readonly value: number },
  changed: (value: number) => void,
): HTMLElement {
  const label = slider(name, range, (value) => {
    field.value = String(value);
    changed(value);
  });
  label.querySelector("output")?.remove();
  const field = html("input", {
    type: "number",
    step: "any",
    "aria-label": `${name}, exactly`,
    ...(Number.isFinite(range.value) ? { value: range.value } : { placeholder: "∞" }),
  });
  field.addEventListener("change", () => {
    const value = field.valueAsNumber;
    if (!Number.isFinite(value)) return;
    (label.querySelector("input") as HTMLInputElement).value = String(value);
    changed(value);
  });
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
