import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { click, still } from "./actions.js";

/** Digits are read as they are drawn. */
export function testDigits(page: () => Page): void {
  test("a digit that is drawn is read, by pointer and by keys", async () => {
    const reading = () => page().evaluate<string>(`document.querySelector("#digits .part [role=status]").textContent`);
    expect(await reading()).toMatch(/^It reads 2, /);
    await page().evaluate(click("digits", "Clear"));
    expect(await reading()).toBe("Draw a digit.");
    const box = await still(page(), "#digits canvas");
    // A seven: along the top, then down to the left.
    const top = [70, 110, 150, 200].map((x) => [x, 60] as const);
    const path = [...top, [180, 100], [160, 140], [140, 180], [125, 230]] as const;
    await page().drag(path.map(([x, y]) => [box.x + x, box.y + y]));
    expect(await reading()).toMatch(/^It reads 7, /);

    const keys = ["Delete", ...Array(8).fill("ArrowUp"), " ", ...Array(16).fill("ArrowDown"), " "];
    await page().evaluate(`(() => {
      const canvas = document.querySelector("#digits canvas");
      canvas.focus();
      for (const key of ${JSON.stringify(keys)}) canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    })()`);
    expect(await reading()).toMatch(/^It reads 1, /);
  }, 60_000);
}
