import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, key } from "./actions.js";

/** The neuron can be dragged by keys. */
export function testNeuron(page: () => Page): void {
  test("the neuron fires or does not, as it is dragged by keys", async () => {
    const text = () => page().evaluate<string>(`document.querySelector("#neuron [role=status]").textContent`);
    expect(await text()).toContain("binaryStep(1.27) = 1.00");
    for (let i = 0; i < 2; i++) await page().evaluate(key("bias", "PageDown"));
    expect(await text()).toMatch(/binaryStep\(−0\.\d+\) = 0\.00: the neuron is silent/);
    await page().evaluate(change("#neuron select", "gelu"));
    expect(await text()).toMatch(/gelu\(−0\.\d+\) = −0\.\d+: the neuron passes a negative number on/);
  });
}
