/** One row of scores, and what three functions of rows make of it. */
import { entmax15, softmax, sparsemax } from "hillock";
import { followAddress, keepInAddress, listOf } from "../address.js";
import { draggable, html, slider, svg } from "../dom.js";
import { Reader } from "../reader.js";

const functions = { softmax, entmax15, sparsemax };
const COLOURS = { softmax: "first", entmax15: "third", sparsemax: "second" } as const;
const CLASSES = ["cat", "dog", "bird", "fish", "horse", "none"];
const SCORES = [2, 1.4, 0.3, -0.5, -1, -2];
/** The numbers that a score can be dragged to, and those of the temperature. */
const [LIMITS, WARMTH] = [
  { min: -4, max: 4 },
  { min: 0.1, max: 5 },
];
const [HEIGHT, MIDDLE] = [380, 130];
/** The width of the drawing, which is as wide as there is room. */
const [LEAST, MOST] = [264, 720];
const [SCORE, SHARE] = [26, 120];

export function start(place: HTMLElement): void {
  const scores = Float32Array.from(SCORES);
  const mask = new Uint8Array(CLASSES.length).fill(1);
  let temperature = 1;
  let width = MOST;
  const middleOf = (i: number) => ((i + 0.5) * width) / CLASSES.length;
  const drawing = svg("svg", { width: "100%", role: "group", "aria-label": "Scores, and their shares below" });
  const head = html(
    "tr",
    {},
    html("th", {}, "share"),
    ...Object.entries(COLOURS).map(([name, colour]) => html("th", { class: "number" }, html("span", { class: `key ${colour}` }), name)),
  );
  const body = html("tbody");
  const status = html("p", { role: "status", class: "notice" });
  const updates: (() => void)[] = [];
  const update = () => {
    for (const one of updates) one();
  };

  drawing.append(
    svg("line", { x1: 0, x2: MOST, y1: MIDDLE, y2: MIDDLE, stroke: "var(--line)" }),
    svg("line", { x1: 0, x2: MOST, y1: HEIGHT - 30, y2: HEIGHT - 30, stroke: "var(--line)" }),
    svg("text", { x: 4, y: 14, class: "muted" }, "scores: drag them"),
    svg("text", { x: 4, y: 219, class: "muted" }, "shares"),
  );
  const marked = svg("rect", { y: HEIGHT - 32 - SHARE, height: SHARE + 30, class: "marked", visibility: "hidden" });
  /** A frame as large as the chart, for the outline of its focus. */
  const room = svg("rect", { y: HEIGHT - 34 - SHARE, height: SHARE + 34, fill: "none" });
  const shares = svg("g", { "aria-label": "Shares of the row", "data-chart": "shares" }, room, marked);
  const reader = new Reader(shares, {
    count: () => CLASSES.length,
    read: (at) =>
      `${CLASSES[at]}: ${Array.from(body.rows[at]?.cells ?? [], ({ textContent }, i) => `${Object.keys(functions)[i - 1]} ${textContent}`)
        .slice(1)
        .join(", ")}`,
    mark(at) {
      marked.setAttribute("visibility", at === undefined ? "hidden" : "visible");
      if (at === undefined) return;
      marked.setAttribute("x", String(middleOf(at) - width / CLASSES.length / 2));
      marked.setAttribute("width", String(width / CLASSES.length));
    },
  });
  CLASSES.forEach((name, i) => {
    const stem = svg("line", { y1: MIDDLE, stroke: "var(--plain)", "stroke-width": 3 });
    const circle = svg("circle", { class: "handle", r: 18 });
    const value = svg("text", { "text-anchor": "middle" });
    value.style.pointerEvents = "none";
    const bars = Object.entries(COLOURS).map(([f, colour]) => svg("rect", { fill: `var(--${colour})`, "data-function": f }));
    const title = svg("text", { y: HEIGHT - 10, "text-anchor": "middle" }, name);
    drawing.append(stem, circle, value);
    shares.append(...bars, title);
    const told = draggable(
      circle,
      { name: `score of ${name}`, ...LIMITS, step: 0.1, unitsPerPixel: 1 / SCORE },
      () => scores[i] as number,
      (score) => {
        scores[i] = score;
        update();
        keepInAddress("rows");
      },
    );
    updates.push(told, () => {
      const [x, y] = [middleOf(i), MIDDLE - (scores[i] as number) * SCORE];
      const bar = width / CLASSES.length / 4.5;
      for (const text of [value, title]) text.setAttribute("x", String(x));
      for (const end of ["x1", "x2"]) stem.setAttribute(end, String(x));
      circle.setAttribute("cx", String(x));
      bars.forEach((one, k) => {
        one.setAttribute("x", String(x + (k - 1.5) * bar * 1.1));
        one.setAttribute("width", String(bar));
      });
      stem.setAttribute("y2", String(y));
      circle.setAttribute("cy", String(y));
      circle.style.opacity = mask[i] ? "1" : "0.3";
      value.setAttribute("y", String(y + 4));
      value.textContent = (scores[i] as number).toFixed(1);
    });
  });

  drawing.append(shares);
  updates.push(() => {
    const all = Object.entries(functions).map(([name, f]) => ({ name, shares: f(scores, { temperature, mask }) }));
    for (const { name, shares } of all) {
      const bars = drawing.querySelectorAll<SVGRectElement>(`rect[data-function="${name}"]`);
      shares.forEach((share, i) => {
        const height = Number.isNaN(share) ? 0 : share * SHARE;
        bars[i]?.setAttribute("y", String(HEIGHT - 30 - height));
        bars[i]?.setAttribute("height", String(height));
      });
    }
    const row = (title: string, write: (shares: Float32Array) => string) =>
      html(
        "tr",
        {},
        html("th", { scope: "row" }, title),
        ...all.map(({ name, shares }) => html("td", { class: "number", "data-function": name }, write(shares))),
      );
    const written = (share: number) => (share === 0 ? "0" : share.toFixed(4));
    body.replaceChildren(
      ...CLASSES.map((name, i) => row(name, (shares) => written(shares[i] as number))),
      row("zeros", (shares) => (shares.some(Number.isNaN) ? "–" : String(shares.filter((share) => share === 0).length))),
    );
  });

  updates.push(() => {
    status.textContent = mask.some(Boolean)
      ? ""
      : "No entry counts: nothing is left of the row, so every result is NaN; with the option emptyRow: 0 every one is 0.";
  });

  const maskOf = (name: string, i: number) => {
    const box = html("input", { type: "checkbox", checked: mask[i] === 1 });
    box.addEventListener("change", () => {
      mask[i] = Number(box.checked);
      update();
      keepInAddress("rows");
    });
    return html("label", {}, box, name);
  };
  const controls = html("div", { class: "controls" });
  /** Shows all controls as the state has them. */
  const control = () =>
    controls.replaceChildren(
      slider("temperature", { ...WARMTH, step: 0.1, value: temperature }, (value) => {
        temperature = value;
        update();
        keepInAddress("rows");
      }),
      html("fieldset", { class: "controls" }, html("legend", {}, "mask: the entries that count"), ...CLASSES.map(maskOf)),
    );
  const holder = html("div", {}, drawing, reader.status);
  const fit = () => {
    width = Math.min(MOST, Math.max(LEAST, holder.clientWidth));
    drawing.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    room.setAttribute("width", String(width));
    update();
    reader.refresh();
  };
  // Its height changes with its width: within the observer that would be a loop.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(holder);
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      controls,
      status,
      html("div", { class: "columns many" }, holder, html("table", { class: "shares" }, html("thead", {}, head), body)),
    ),
  );
  control();
  fit();
  followAddress("rows", {
    fields: () => ({ rows: listOf(scores), mask: mask.join(""), temperature: listOf([temperature]) }),
    read(given) {
      scores.set(given.numbers("rows", SCORES, LIMITS));
      const kept = given.text("mask") ?? "";
      const isMask = /^[01]*$/.test(kept) && [0, CLASSES.length].includes(kept.length);
      if (!isMask) given.refuse(`mask=${kept}`, `is no text of ${CLASSES.length} digits, 0 or 1`);
      CLASSES.forEach((_, i) => {
        mask[i] = isMask ? Number(kept[i] ?? 1) : 1;
      });
      temperature = given.number("temperature", 1, WARMTH);
      control();
      update();
    },
  });
}
