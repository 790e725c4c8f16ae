/** Acts of a visitor of the page, and the expressions that do them. */
import type { Page } from "../page.js";

export const SIZE = { width: 1280, height: 900 };

export const PARTS = ["neuron", "explorer", "rows", "learn", "digits", "benchmark", "prove"];

/** Brings every part of the page near the window. */
export async function visit(page: Page): Promise<void> {
  for (const part of PARTS) {
    await page.evaluate(`document.getElementById("${part}").scrollIntoView()`);
    await page.until(`/ready|failed/.test(document.getElementById("${part}").dataset.state)`, 60_000);
  }
}

/** The place of an element in the middle of the window, once nothing scrolls or moves any more. */
export const still = (page: Page, selector: string): Promise<{ readonly x: number; readonly y: number }> =>
  page.evaluate(`(async () => {
    const place = () => {
      const element = document.querySelector("${selector}");
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y } = element.getBoundingClientRect();
      return { x, y };
    };
    for (let [before, quiet] = [place(), 0]; ; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const now = place();
      quiet = now.x === before.x && now.y === before.y ? quiet + 1 : 0;
      if (quiet === 4) return now;
      before = now;
    }
  })()`);

export const click = (part: string, text: string) =>
  `Array.from(document.querySelectorAll("#${part} button")).find((button) => button.textContent === "${text}").click()`;
export const key = (label: string, name: string) =>
  `document.querySelector("[aria-label='${label}']").dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;
export const change = (selector: string, value: string, event = "change") => `(() => {
  const element = document.querySelector("${selector}");
  element.value = ${JSON.stringify(value)};
  element.dispatchEvent(new Event("${event}"));
})()`;
