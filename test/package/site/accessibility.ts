import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { ChromiumPage } from "../chromiumPage.js";
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

  test.each([
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
