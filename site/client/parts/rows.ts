/** One row of scores, and what three functions of rows make of it. */
import { entmax15, softmax, sparsemax } from "hillock";
import { draggable, html, slider, svg } from "../dom.js";

const functions = { softmax, entmax15, sparsemax };
const COLOURS = { softmax: "first", entmax15: "third", sparsemax: "second" } as const;
const CLASSES = ["cat", "dog", "bird", "fish", "horse", "none"];
const [WIDTH, HEIGHT, MIDDLE] = [720, 380, 130];
const COLUMN = WIDTH / CLASSES.length;
const [SCORE, SHARE] = [26, 120];

export function start(place: HTMLElement): void {
  const scores = Float64Array.of(2, 1.4, 0.3, -0.5, -1, -2);
  const mask = new Uint8Array(CLASSES.length).fill(1);
  let temperature = 1;
  const drawing = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: "100%",
    role: "group",
    "aria-label": "Scores, and their shares below",
  });
  const head = html(
    "tr",
    {},
    html("th", {}, "function"),
    ...CLASSES.map((name) => html("th", { class: "number" }, name)),
    html("th", { class: "number" }, "zeros"),
  );
  const body = html("tbody");
  const status = html("p", { role: "status" });
  const updates: (() => void)[] = [];
  const update = () => {
    for (const one of updates) one();
  };

  drawing.append(
    svg("line", { x1: 0, x2: WIDTH, y1: MIDDLE, y2: MIDDLE, stroke: "var(--line)" }),
    svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - 30, y2: HEIGHT - 30, stroke: "var(--line)" }),
    svg("text", { x: 4, y: 14, class: "muted" }, "scores: drag them"),
    svg("text", { x: 4, y: 226, class: "muted" }, "shares"),
  );
  CLASSES.forEach((name, i) => {
    const x = (i + 0.5) * COLUMN;
    const stem = svg("line", { x1: x, x2: x, y1: MIDDLE, stroke: "var(--plain)", "stroke-width": 3 });
    const circle = svg("circle", { class: "handle", r: 14, cx: x });
    const value = svg("text", { x, "text-anchor": "middle" });
    value.style.pointerEvents = "none";
    const bars = Object.entries(COLOURS).map(([f, colour], k) =>
      svg("rect", { x: x - 36 + k * 25, width: 22, fill: `var(--${colour})`, "data-function": f }),
    );
    drawing.append(stem, circle, value, ...bars, svg("text", { x, y: HEIGHT - 10, "text-anchor": "middle" }, name));
    draggable(
      circle,
      { name: `score of ${name}`, min: -4, max: 4, step: 0.1, unitsPerPixel: 1 / SCORE },
      () => scores[i] as number,
      (score) => {
        scores[i] = score;
        update();
      },
    );
    updates.push(() => {
      const y = MIDDLE - (scores[i] as number) * SCORE;
      stem.setAttribute("y2", String(y));
      circle.setAttribute("cy", String(y));
      circle.style.opacity = mask[i] ? "1" : "0.3";
      value.setAttribute("y", String(y + 4));
      value.textContent = (scores[i] as number).toFixed(1);
    });
  });

  updates.push(() => {
    const rows = Object.entries(functions).map(([name, f]) => {
      const shares = f(scores, { temperature, mask });
      const bars = drawing.querySelectorAll<SVGRectElement>(`rect[data-function="${name}"]`);
      shares.forEach((share, i) => {
        const height = Number.isNaN(share) ? 0 : share * SHARE;
        bars[i]?.setAttribute("y", String(HEIGHT - 30 - height));
        bars[i]?.setAttribute("height", String(height));
      });
      const key = html("span", { class: "key", style: `background: var(--${COLOURS[name as keyof typeof COLOURS]})` });
      const cells = Array.from(shares, (share) => html("td", { class: "number" }, share === 0 ? "0" : share.toFixed(4)));
      const zeros = shares.filter((share) => share === 0).length;
      return html(
        "tr",
        { "data-function": name },
        html("th", { scope: "row" }, key, name),
        ...cells,
        html("td", { class: "number" }, String(zeros)),
      );
    });
    body.replaceChildren(...rows);
  });

  updates.push(() => {
    status.textContent = mask.some(Boolean) ? "" : "No entry counts: a row without entries has no shares, so every result is NaN.";
  });

  const masks = CLASSES.map((name, i) => {
    const box = html("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      mask[i] = Number(box.checked);
      update();
    });
    return html("label", {}, box, name);
  });
  const warmth = slider("temperature", { min: 0.1, max: 5, step: 0.1, value: 1 }, (value) => {
    temperature = value;
    update();
  });
  place.replaceChildren(
    html(
      "div",
      { class: "card" },
      html(
        "div",
        { class: "controls" },
        warmth,
        html("fieldset", { class: "controls" }, html("legend", {}, "mask: the entries that count"), ...masks),
      ),
      status,
      html("div", { class: "scroll" }, drawing),
      html(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": "Shares" },
        html("table", {}, html("thead", {}, head), body),
      ),
    ),
  );
  update();
}
