import { expect, test } from "vitest";
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

/** All parts are on paper, though none was near the window, in light colours. */
export function testPrinting(page: () => Page, becomeDark?: () => Promise<unknown>): void {
  test("parts that were not drawn yet are on paper, in light colours", async () => {
    await becomeDark?.();
    await page().navigate(addressOf());
    await page().until(`${JSON.stringify(PARTS)}.every((part) => document.getElementById(part).dataset.state)`, 60_000);
    expect(await page().evaluate(`document.getElementById("prove").dataset.state`)).toBe("loaded");
    expect(await page().evaluate(PRINTED)).toEqual({ states: PARTS.map(() => "ready"), colorScheme: "light", light: true, dark: false });
    expect(await page().evaluate('"paper" in document.documentElement.dataset')).toBe(false);
  }, 90_000);
}
