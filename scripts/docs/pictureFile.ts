/** Pictures as files of their own, which look right on light and dark pages. */
import { drawing, element, text } from "../../bench/report/svg.js";

export type Point = readonly [x: number, y: number];

const STYLE = `
    text { font: 12px system-ui, sans-serif; fill: #59636e }
    .gridline { stroke: #d1d9e0; stroke-width: 1 } .axis { stroke: #8c959f; stroke-width: 1 }
    .curve { fill: none; stroke-width: 2; stroke-linejoin: round } .open { fill: #fff; stroke-width: 1.5 }
    .first { stroke: #0969da } .second { stroke: #bc4c00 } .third { stroke: #8250df }
    text.first, .dot.first { fill: #0969da; stroke: none } text.second, .dot.second { fill: #bc4c00; stroke: none } text.third { fill: #8250df; stroke: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #9198a1 } .gridline { stroke: #3d444d } .axis { stroke: #656c76 } .open { fill: #0d1117 }
      .first { stroke: #4493f8 } .second { stroke: #f0883e } .third { stroke: #ab7df8 }
      text.first, .dot.first { fill: #4493f8 } text.second, .dot.second { fill: #f0883e } text.third { fill: #ab7df8 }
    }
  `;

/** A picture with a style of its own, each of its parts on a line, for a page to hold. */
export function picture(width: number, height: number, label: string, ...content: readonly string[]): string {
  return drawing(width, height, label, "\n  ", element("style", {}, STYLE), "\n  ", content.join("\n  "), "\n");
}

/** The same as a file. */
export function pictureFile(...given: Parameters<typeof picture>): string {
  const written = picture(...given).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `${written.replace(">\n", ">\n  <!-- Written by npm run docs. -->\n")}\n`;
}

/** A text in the colour of a curve. */
export function label(kind: string, content: string, [x, y]: Point): string {
  return text(content, { class: kind, x, y });
}

/** Numbers as people write them, with a minus sign. */
export function signed(value: number): string {
  return String(value).replace("-", "−");
}
