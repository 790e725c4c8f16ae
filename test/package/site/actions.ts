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

export const click = (part: string, text: string) =>
  `Array.from(document.querySelectorAll("#${part} button")).find((button) => button.textContent === "${text}").click()`;
export const key = (label: string, name: string) =>
  `document.querySelector("[aria-label='${label}']").dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;
export const change = (selector: string, value: string, event = "change") => `(() => {
  const element = document.querySelector("${selector}");
  element.value = ${JSON.stringify(value)};
  element.dispatchEvent(new Event("${event}"));
})()`;
