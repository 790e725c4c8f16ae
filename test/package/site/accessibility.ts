import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { ChromiumPage } from "../chromiumPage.js";
import { visit } from "./actions.js";
import { addressOf } from "./server.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every violation that axe finds in a page, with the beginning of the element. */
async function violations(page: ChromiumPage): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))",
  );
}

/** Pages are accessible in both themes and at any width. */
export function testAccessibility(page: () => ChromiumPage): void {
  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 3840],
  ] as const)(
    "axe finds nothing wrong in %s colours %d pixels wide, and nothing is cut off",
    async (scheme, width) => {
      await page().prefer(scheme);
      await page().resize({ width, height: 900 });
      expect(await violations(page())).toEqual([]);
      expect(await page().evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    },
    60_000,
  );

  test("rows of scores and what can be dragged in them fit into 360 pixels, as large as fingers", async () => {
    await page().resize({ width: 360, height: 900 });
    await page().until(`document.querySelector("#rows svg").viewBox.baseVal.width < 360`, 10_000);
    const wide = `Array.from(document.querySelectorAll("#rows *"), (one) => one.scrollWidth - one.clientWidth)`;
    expect(
      await page().evaluate(`${wide}.filter((more, i, all) => more > 0 && document.querySelectorAll("#rows *")[i].clientWidth > 0)`),
    ).toEqual([]);
    expect(await page().evaluate(`document.querySelector("#rows .handle").getBoundingClientRect().width`)).toBeGreaterThan(30);
    expect(await page().evaluate(`document.querySelector("#rows table").getBoundingClientRect().right`)).toBeLessThan(350);
  });

  test("digits of long values fit into 360 pixels", async () => {
    await page().resize({ width: 360, height: 900 });
    const wide = `Array.from(document.querySelectorAll("p, td"), (one) => one.scrollWidth > one.clientWidth && one.clientWidth > 2 ? one.textContent : "").filter(Boolean)`;
    await page().navigate(addressOf("#f=selu&from=-2&to=2"));
    await page().until(`document.querySelector("#explorer .about h3")?.textContent === "selu"`, 60_000);
    expect(await page().evaluate(wide)).toEqual([]);
    expect(
      await page().evaluate(
        `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("#explorer .about .scroll"))`,
      ),
    ).toBe(0);
    await page().navigate(addressOf("functions/selu.html"));
    expect(await page().evaluate(wide)).toEqual([]);
  }, 90_000);

  test("the way by the tab key is short: a skip link first, and one stop for all activations", async () => {
    for (const path of ["", "functions/index.html", "functions/gelu.html", "guides/choosing.html", "api/variables/hillock.gelu.html"]) {
      await page().navigate(addressOf(path));
      await page().until(`document.querySelector(".skip")`, 30_000);
      await page().until("document.body.style.display !== 'none'", 30_000);
      await page().press("Tab");
      expect(await page().evaluate("document.activeElement.className"), path).toBe("skip");
      expect(await page().evaluate("document.activeElement.getBoundingClientRect().top"), path).toBeGreaterThanOrEqual(0);
      await page().press("Enter");
      await page().press("Tab");
      expect(await page().evaluate("document.getElementById('main').contains(document.activeElement)"), path).toBe(true);
    }
    await page().navigate(addressOf("#explorer"));
    await page().until(`document.getElementById("explorer").dataset.state === "ready"`, 60_000);
    const stops = `Array.from(document.querySelectorAll("#explorer :is(a, button, input, select, [tabindex])")).filter((one) => one.tabIndex >= 0)`;
    expect(await page().evaluate(`${stops}.length`)).toBeLessThan(20);
    expect(await page().evaluate(`${stops}.filter((one) => one.closest(".choices")).map((one) => one.textContent)`)).toEqual(["gelu"]);
  }, 60_000);

  test("who comes to a part before it is there stays there, and goes on into it", async () => {
    await page().send("Network.enable");
    await page().send("Network.emulateNetworkConditions", { offline: false, latency: 500, downloadThroughput: -1, uploadThroughput: -1 });
    await page().navigate(addressOf());
    const place = `document.querySelector("#explorer .part")`;
    await page().until(`${place}.textContent === "Loading …"`, 30_000);
    await page().evaluate(`${place}.focus()`);
    expect(await page().evaluate(`document.activeElement === ${place}`)).toBe(true);
    await page().until(`document.getElementById("explorer").dataset.state === "ready"`, 60_000);
    await page().send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    expect(await page().evaluate(`document.activeElement === ${place}`)).toBe(true);
    await page().press("Tab");
    expect(await page().evaluate("document.activeElement.type")).toBe("search");
    expect(await page().evaluate(`document.querySelector("#explorer").contains(document.activeElement)`)).toBe(true);
    expect(await page().evaluate(`${place}.hasAttribute("tabindex")`)).toBe(false);
  }, 90_000);

  test("what is drawn can be read in 360 pixels, and fills 3840, where sentences stay short", async () => {
    await page().navigate(addressOf());
    await visit(page());
    await page().resize({ width: 360, height: 900 });
    const sizes = `Array.from(document.querySelectorAll("#neuron svg"), (one) => {
      const { width, height } = one.getBoundingClientRect();
      return { text: 12 * Math.max(width / one.viewBox.baseVal.width, height / one.viewBox.baseVal.height), height };
    })`;
    const wide = (part: string) => page().evaluate<number>(`document.querySelector("${part}").getBoundingClientRect().width`);
    await page().until(`${sizes}.every(({ text }) => text >= 11.5)`, 10_000);
    const [, after] = await page().evaluate<{ height: number }[]>(sizes);
    expect(after?.height).toBeLessThan(290);
    expect(await wide("#neuron .handle")).toBeGreaterThanOrEqual(40);
    await page().resize({ width: 3840, height: 2160 });
    await page().until(`document.querySelector("#explorer .uplot").clientWidth > 800`, 10_000);
    expect(await wide("#explorer")).toBeGreaterThan(3000);
    expect(await wide("#explorer > p")).toBeLessThan(1200);
    // Plots stand beside what is known of the function, none below the other.
    const tops = `new Set(Array.from(document.querySelectorAll("#explorer .plots > *"), (one) => one.offsetTop)).size`;
    expect(await page().evaluate(tops)).toBe(1);
    expect(await wide("#neuron svg")).toBeLessThan(1000);
    await page().resize({ width: 1280, height: 900 });
    expect(await page().evaluate(tops)).toBe(2);
  }, 90_000);

  test("where colours are forced, what is pressed looks it, and keys of lines have their colours", async () => {
    await page().navigate(addressOf("#explorer"));
    await visit(page());
    for (const scheme of ["light", "dark"] as const) {
      await page().prefer(scheme, "active");
      expect(await page().evaluate(`matchMedia("(forced-colors: active)").matches`)).toBe(true);
      const style = (pressed: boolean) =>
        page().evaluate<string[]>(`(({ backgroundColor, borderTopColor, color }) => [backgroundColor, borderTopColor, color])(
          getComputedStyle(document.querySelector(".choices [aria-pressed=${pressed}]")))`);
      const [[back, border, text], [otherBack, otherBorder]] = [await style(true), await style(false)];
      expect(back).not.toBe(otherBack);
      expect(border).not.toBe(otherBorder);
      expect(text).not.toBe(back);
      const keys = await page().evaluate<string[]>(
        `Array.from(document.querySelectorAll("#neuron .key"), (one) => getComputedStyle(one).backgroundColor)`,
      );
      expect(new Set(keys).size).toBe(2);
      expect(await violations(page())).toEqual([]);
    }
    await page().prefer("light");
  }, 60_000);

  test.each([
    "404.html",
    "functions/index.html",
    "functions/gelu.html",
    "functions/softmax.html",
    "functions/math.exp.html",
    "functions/swigluOai.html",
    "functions/softmaxCrossEntropy.html",
    "guides/index.html",
    "guides/choosing.html",
    "guides/temperature.html",
    "guides/engines.html",
    "api/index.html",
    "api/modules/hillock_threads.html",
    "api/variables/hillock.gelu.html",
    "api/interfaces/hillock.RowShape.html",
  ])(
    "axe finds nothing wrong in %s, and nothing is cut off",
    async (path) => {
      await page().navigate(addressOf(path));
      if (path.startsWith("api/")) await page().until(`document.querySelector("#tsd-nav-container summary")`, 30_000);
      for (const scheme of ["light", "dark"] as const)
        for (const width of [1280, 360]) {
          await page().prefer(scheme);
          await page().resize({ width, height: 900 });
          expect(await violations(page()), `${scheme}, ${width}`).toEqual([]);
          expect(await page().evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        }
    },
    60_000,
  );
}
