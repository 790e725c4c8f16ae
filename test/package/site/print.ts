import { expect, test } from "vitest";
import type { ChromiumPage } from "../chromiumPage.js";
import type { Page } from "../page.js";
import { PARTS } from "./actions.js";
import { addressOf } from "./server.js";

/** The page between two events of printing, without a wait for anything but what was queued. */
const PRINTED = `(async () => {
  dispatchEvent(new Event("beforeprint"));
  await Promise.resolve();
  const states = ${JSON.stringify(PARTS)}.map((part) => document.getElementById(part).dataset.state);
  const { colorScheme } = getComputedStyle(document.documentElement);
  const canvas = document.querySelector("#explorer [data-plot=curves] canvas");
  const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  dispatchEvent(new Event("afterprint"));
  return { states, colorScheme, light: pixels.includes(0xffc9561d), dark: pixels.includes(0xffffb186) };
})()`;

/** The parts that paper has, of a page whose other parts are not loaded. */
const LEFT = `${JSON.stringify(PARTS)}.filter((part) => getComputedStyle(document.getElementById(part)).display !== "none")`;

/** All parts are on paper, though none was near the window, in light colours. */
export function testPrinting(page: () => Page, chromium?: () => ChromiumPage): void {
  test("parts that were not drawn yet are on paper, in light colours", async () => {
    await chromium?.().prefer("dark");
    await page().navigate(addressOf());
    await page().until(`${JSON.stringify(PARTS)}.every((part) => document.getElementById(part).dataset.state)`, 60_000);
    expect(await page().evaluate(`document.getElementById("prove").dataset.state`)).toBe("loaded");
    expect(await page().evaluate(PRINTED)).toEqual({ states: PARTS.map(() => "ready"), colorScheme: "light", light: true, dark: false });
    expect(await page().evaluate('"paper" in document.documentElement.dataset')).toBe(false);
  }, 90_000);

  test.skipIf(!chromium)("parts that are not loaded, and a benchmark that has not measured, leave no holes on paper", async () => {
    const page = chromium?.() as ChromiumPage;
    await page.evaluate(`for (const one of document.querySelectorAll("#rows .part, #prove .part")) one.replaceChildren()`);
    await page.print(true);
    expect(await page.evaluate(LEFT)).toEqual(PARTS.filter((part) => !["rows", "prove", "benchmark"].includes(part)));
    await page.print(false);
    expect(await page.evaluate(LEFT)).toEqual(PARTS);
  });
}
