import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { addressOf } from "./server.js";

/** The element draws on any page. */
export function testElement(page: () => Page): void {
  test("<activation-plot> draws on a page of its own", async () => {
    await page().navigate(addressOf("functions/gelu.html"));
    await page().evaluate(`new Promise((resolve, reject) => {
      document.body.insertAdjacentHTML("beforeend", '<activation-plot name="gelu" from="-3" to="3"></activation-plot>');
      const script = Object.assign(document.createElement("script"), { type: "module", src: "../activation-plot.js", onload: resolve, onerror: reject });
      document.head.append(script);
    })`);
    const drawn = `Array.from(document.querySelector("activation-plot").shadowRoot.querySelectorAll("path"), (path) => path.getAttribute("d"))`;
    const paths = await page().evaluate<string[]>(drawn);
    expect(paths).toHaveLength(2);
    for (const path of paths) expect(path).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+){240}$/);
    const parts = (selector: string, read: string) =>
      page().evaluate<string[]>(
        `Array.from(document.querySelector("activation-plot").shadowRoot.querySelectorAll("${selector}"), (one) => ${read})`,
      );
    expect(await parts("text", "one.textContent")).toEqual(["−2", "0", "2", "0", "1", "2"]);
    await page().evaluate(`document.querySelector("activation-plot").setAttribute("name", "binaryStep")`);
    const [step = "", slope = ""] = await page().evaluate<string[]>(drawn);
    expect(
      step
        .split("M")
        .slice(1)
        .map((piece) => new Set(piece.match(/ [\d.]+/g)).size),
    ).toEqual([1, 1]);
    expect(slope.split("M")).toHaveLength(2);
    await page().evaluate(`document.querySelector("activation-plot").setAttribute("name", "hardShrink")`);
    expect((await page().evaluate<string[]>(drawn)).map((path) => path.split("M").length - 1)).toEqual([3, 3]);
    await page().evaluate(`(() => {
      const plot = document.querySelector("activation-plot");
      plot.setAttribute("name", "leakyRelu");
      plot.setAttribute("parameters", "negativeSlope=-1");
    })()`);
    const [bent = ""] = await page().evaluate<string[]>(drawn);
    // A slope of -1 to the left: both ends are as high.
    const heights = [...bent.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights[0]).toBeCloseTo(heights.at(-1) as number, 0);
    expect(await parts("p span", "one.textContent")).toEqual(["leakyRelu, negativeSlope=-1", "its derivative"]);
    const colours = await parts("p span", "getComputedStyle(one, '::before').borderTopColor");
    expect(await parts("path", "getComputedStyle(one).stroke")).toEqual(colours);
    expect(await parts("svg", "one.getAttribute('aria-label')")).toEqual(["leakyRelu, negativeSlope=-1, and its derivative, from -3 to 3"]);
    const text = (attributes: string) =>
      page().evaluate<string>(`(() => {
      document.body.insertAdjacentHTML("beforeend", "<activation-plot ${attributes}></activation-plot>");
      return document.body.lastElementChild.shadowRoot.textContent;
    })()`);
    expect(await text("name=elu parameters='alpha=0.25 beta=1'")).toContain("elu cannot be drawn with parameters = alpha=0.25, beta=1: ");
    expect(await text("name=elu parameters='alpha=high'")).toContain("alpha=high is no name and number");
    expect(await text("name=hardTanh parameters='minValue=2'")).toContain("hardTanh cannot be drawn with parameters = minValue=2: ");
    expect(await text("name=constructor")).toBe("There is no activation constructor.");
    expect(await text("name=gelu from=1 to=1")).toContain("from has to be less than to");
    expect(await text("")).toBe('No activation is named: name="gelu" draws gelu.');
    expect(await text("name=gelu from=low")).toBe('gelu cannot be drawn: from="low" is no finite number.');
    expect(await text("name=gelu to=1e999")).toBe('gelu cannot be drawn: to="1e999" is no finite number.');
    expect(await text("name=gelu to=''")).toBe('gelu cannot be drawn: to="" is no finite number.');
    const set = `(() => {
      const plot = document.querySelector("activation-plot");
      Object.assign(plot, { name: "elu", parameters: "alpha=2", from: -1, to: 1 });
      return [plot.name, plot.getAttribute("name"), plot.shadowRoot.querySelector("svg").getAttribute("aria-label")];
    })()`;
    expect(await page().evaluate(set)).toEqual(["elu", "elu", "elu, alpha=2, and its derivative, from -1 to 1"]);
  }, 60_000);
}
