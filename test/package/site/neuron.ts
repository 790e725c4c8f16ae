import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, key } from "./actions.js";

/** The neuron can be dragged by keys. */
export function testNeuron(page: () => Page): void {
  test("the step has a gap where it jumps, between a dot and a circle", async () => {
    const path = await page().evaluate<string>(`document.querySelector("#neuron [aria-label='Its activation'] path").getAttribute("d")`);
    const pieces = path.split("M").slice(1);
    expect(pieces).toHaveLength(2);
    const heights = pieces.map((piece) => new Set([...piece.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y))));
    expect(heights.map(({ size }) => size)).toEqual([1, 1]);
    const [below, above] = heights.map((height) => [...height][0] as number);
    const ends = await page().evaluate(
      `Array.from(document.querySelectorAll("#neuron .ends circle"), (one) => [one.getAttribute("fill"), one.cy.baseVal.valueAsString])`,
    );
    expect(ends).toEqual([
      ["var(--card)", String(above)],
      ["var(--first)", String(below)],
    ]);
  });

  test("the neuron fires or does not, as it is dragged by keys", async () => {
    const text = () => page().evaluate<string>(`document.querySelector("#neuron .part [role=status]").textContent`);
    expect(await text()).toContain("binaryStep(1.27) = 1.00");
    for (let i = 0; i < 2; i++) await page().evaluate(key("bias", "PageDown"));
    expect(await text()).toMatch(/binaryStep\(−0\.\d+\) = 0\.00: the neuron is silent/);
    await page().evaluate(change("#neuron select", "gelu"));
    expect(await text()).toMatch(/gelu\(−0\.\d+\) = −0\.\d+: the neuron passes a negative number on/);
  });

  test("Home and End take a weight to its ends", async () => {
    const weight = () =>
      page().evaluate<string[]>(
        `["now", "min", "max"].map((one) => document.querySelector("[aria-label='weight 1']").getAttribute("aria-value" + one))`,
      );
    await page().evaluate(key("weight 1", "End"));
    const [high, , max] = await weight();
    expect(Number(high)).toBe(Number(max));
    await page().evaluate(key("weight 1", "Home"));
    const [low, min] = await weight();
    expect(Number(low)).toBe(Number(min));
  });

  test("the circles of weights stay on their lines, wherever these and they are", async () => {
    const off = () =>
      page().evaluate<
        number[]
      >(`Array.from(document.querySelectorAll("#neuron [aria-label='A neuron with three inputs'] > line")).slice(0, 3).map((line, i) => {
        const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((end) => Number(line.getAttribute(end)));
        const { cx, cy } = document.querySelector("[aria-label='weight " + (i + 1) + "']");
        return Math.abs(y1 + ((y2 - y1) * (cx.baseVal.value - x1)) / (x2 - x1) - cy.baseVal.value);
      })`);
    const at = () => page().evaluate<number>(`document.querySelector("[aria-label='weight 1']").cx.baseVal.value`);
    const before = await at();
    for (const [label, press] of [
      ["weight 1", "PageUp"],
      ["input 1", "PageDown"],
      ["weight 3", "PageDown"],
      ["input 3", "ArrowUp"],
    ] as const)
      await page().evaluate(key(label, press));
    expect((await off()).map((distance) => distance < 0.01)).toEqual([true, true, true]);
    expect(await at()).toBeGreaterThan(before);
    for (const [label, press] of [
      ["weight 1", "PageDown"],
      ["input 1", "PageUp"],
      ["weight 3", "PageUp"],
      ["input 3", "ArrowDown"],
    ] as const)
      await page().evaluate(key(label, press));
  });
}
