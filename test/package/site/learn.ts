import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { click } from "./actions.js";

/** Networks learn, in view alone. */
export function testLearning(page: () => Page): void {
  test("networks learn to tell points apart", async () => {
    await page().evaluate(`document.getElementById("learn").scrollIntoView({ behavior: "instant" })`);
    expect(await page().evaluate(`document.querySelector("#learn [data-plot=losses]").getAttribute("aria-label")`)).toBe(
      "Losses over steps",
    );
    // The steps of the networks, whenever something of them has been drawn.
    await page().evaluate(`(() => {
      window.apart = 0;
      const read = () => new Set(Array.from(document.querySelectorAll("#learn .card p"), (one) => one.textContent.split(":")[0]));
      new MutationObserver(() => { if (read().size > 1) window.apart++; }).observe(document.getElementById("learn"), { subtree: true, childList: true });
    })()`);
    await page().evaluate(click("learn", "Train"));
    await page().until(`Number(document.querySelector("#learn .part").dataset.steps) >= 600`, 60_000);
    await page().evaluate(click("learn", "Pause"));
    expect(await page().evaluate("window.apart")).toBe(0);
    const right = await page().evaluate<string[]>(`Array.from(document.querySelectorAll("#learn .card p"), (p) => p.textContent)`);
    expect(right).toHaveLength(4);
    const units = await page().evaluate<string[]>(
      `Array.from(document.querySelectorAll("#learn .card div + div canvas"), (one) => one.getAttribute("aria-label"))`,
    );
    for (const label of units) expect(label).toMatch(/^Its last hidden units: 1 (in use|dead|saturated), .*8 (in use|dead|saturated)$/);
    expect(units).toHaveLength(4);
    expect(await page().evaluate(`document.querySelector("#learn .columns + p").textContent`)).toContain("crossed out is a dead one");
    for (const text of right) expect(Number(/([\d.]+) % right/.exec(text)?.[1])).toBeGreaterThan(60);
  }, 90_000);

  test("networks that are paused stay so when a setting changes", async () => {
    await page().evaluate(`(() => {
      const select = document.querySelector("#learn [data-network] select");
      select.value = "softsign";
      select.dispatchEvent(new Event("change"));
    })()`);
    expect(
      await page().evaluate(`Array.from(document.querySelectorAll("#learn button"), (one) => one.textContent).includes("Go on")`),
    ).toBe(true);
  }, 30_000);

  test("a network that diverges says so, and none learns out of view", async () => {
    await page().evaluate(`(() => {
      document.getElementById("learn").scrollIntoView({ behavior: "instant" });
      const choose = (select, value) => {
        select.value = value;
        select.dispatchEvent(new Event("change"));
      };
      choose(document.querySelector("#learn .controls select option[value='0.1']").closest("select"), "0.1");
      const layers = Array.from(document.querySelectorAll("#learn label")).find((one) => one.textContent.startsWith("hidden layers")).querySelector("input");
      layers.value = "3";
      layers.dispatchEvent(new Event("input"));
      choose(document.querySelector("#learn [data-network] select"), "exponential");
    })()`);
    await page().evaluate(click("learn", "Train"));
    await page().until(`document.querySelector("#learn .card p").textContent.includes("it has diverged")`, 60_000);
    await page().evaluate(`document.getElementById("prove").scrollIntoView({ behavior: "instant" })`);
    const steps = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return page().evaluate(`document.querySelector("#learn .part").dataset.steps`);
    };
    expect(await steps()).toBe(await steps());
  }, 90_000);
}
