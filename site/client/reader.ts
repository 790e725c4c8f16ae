/** Charts that are read by keys. */
import { html } from "./dom.js";

/** Points of a chart, from left to right. */
interface Chart {
  readonly count: () => number;
  /** The values at a point, in words. */
  readonly read: (at: number) => string;
  /** Marks a point, or none. */
  readonly mark: (at: number | undefined) => void;
}

/** The share of all points that a page is. */
const PAGE = 0.1;

/**
 * Makes a chart one stop of the tab key: arrow keys, Home, End, Page Up and Page Down go from point
 * to point, and a live region, which stands beside the chart, reads them out.
 */
export class Reader {
  readonly status = html("span", { class: "read", role: "status" });
  private at: number | undefined;

  constructor(
    private readonly place: Element,
    private readonly chart: Chart,
  ) {
    for (const [attribute, value] of Object.entries({
      role: "application",
      tabindex: "0",
      "aria-roledescription": "chart",
      "aria-description": "Arrow keys, Home, End, Page Up and Page Down read its points.",
    }))
      place.setAttribute(attribute, value);
    place.addEventListener("keydown", (event) => this.press(event as KeyboardEvent));
    place.addEventListener("blur", () => {
      this.at = undefined;
      this.status.textContent = "";
      chart.mark(undefined);
    });
  }

  /** Marks the point that is read once more, where the chart was drawn anew. */
  refresh(): void {
    if (this.at !== undefined && this.chart.count() > 0) this.chart.mark(Math.min(this.at, this.chart.count() - 1));
  }

  private press(event: KeyboardEvent): void {
    const last = this.chart.count() - 1;
    if (last < 0 || event.target !== this.place || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.round(PAGE * last));
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: page, PageDown: -page }[event.key];
    const end = { Home: 0, End: last }[event.key];
    if (by === undefined && end === undefined) return;
    event.preventDefault();
    // The first key of all finds the middle.
    const to = end ?? (this.at === undefined ? last >> 1 : this.at + (by as number));
    this.at = Math.min(last, Math.max(0, to));
    this.chart.mark(this.at);
    this.status.textContent = this.chart.read(this.at);
  }
}
