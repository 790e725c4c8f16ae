import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { addressOf } from "./server.js";

/** Charts are read by keys. */
export function testCharts(page: () => Page): void {
  const ready = (part: string) => `document.getElementById("${part}").dataset.state === "ready"`;
  const press = (chart: string, ...keys: readonly string[]) =>
    page().evaluate<string[]>(`(() => {
      const chart = document.querySelector("${chart}");
      const status = chart.querySelector(".read") ?? chart.closest(".part").querySelector(".read");
      chart.focus();
      return ${JSON.stringify(keys)}.map((key) => {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        chart.dispatchEvent(event);
        return (event.defaultPrevented ? "" : "not taken: ") + status.textContent;
      });
    })()`);

  test("curves and errors are one stop each, whose points keys go to and a live region reads", async () => {
    await page().navigate(addressOf("#f=binaryStep,relu&from=-2&to=2&show=0"));
    await page().until(ready("explorer"), 60_000);
    const curves = "#explorer [data-plot=curves]";
    expect(await press(curves, "Home", "End", "ArrowLeft", "a")).toEqual([
      "x −2: binaryStep f 0, relu f 0",
      "x 2: binaryStep f 1, relu f 2",
      "x 1.99333: binaryStep f 1, relu f 1.99333",
      "not taken: x 1.99333: binaryStep f 1, relu f 1.99333",
    ]);
    const legend = `Array.from(document.querySelectorAll("${curves} .u-value"), (one) => one.textContent)`;
    await page().until(`${legend}.join() === "1.99333,1,1.99333"`, 10_000);
    const [far = "", near = ""] = await press(curves, "PageDown", "ArrowRight");
    expect(Number(/^x ([\d.]+):/.exec(far)?.[1])).toBeCloseTo(1.593, 2);
    expect(Number(/^x ([\d.]+):/.exec(near)?.[1])).toBeCloseTo(1.6, 2);
    expect(
      await page().evaluate(
        `(({ tabIndex, role, ariaRoleDescription }) => [tabIndex, role, ariaRoleDescription])(document.querySelector("${curves}"))`,
      ),
    ).toEqual([0, "application", "chart"]);
    // Who leaves begins in the middle once more, and no word stays.
    await page().evaluate(`document.querySelector("${curves}").blur()`);
    expect(await page().evaluate(`document.querySelector("${curves} .read").textContent`)).toBe("");
    expect((await press(curves, "ArrowUp"))[0]).toMatch(/^x −?0?\d*\.?\d*(·10⁻\d+)?: binaryStep f [01], relu f 0/);
    expect(await press("#explorer [data-plot=errors]", "Home")).toEqual([
      "x −1.99: binaryStep 0, binaryStep, the usual formula 0, relu 0, relu, the usual formula 0",
    ]);
    expect(await page().evaluate(`Array.from(document.querySelectorAll("#explorer [data-plot] [tabindex]")).length`)).toBe(0);
  }, 90_000);

  test("the shares of a row are read by keys", async () => {
    await page().navigate(addressOf("#rows"));
    await page().until(ready("rows"), 60_000);
    const shares = "#rows [data-chart=shares]";
    expect(await press(shares, "Home", "ArrowRight", "End")).toEqual([
      "cat: softmax 0.5314, entmax15 0.7073, sparsemax 0.8000",
      "dog: softmax 0.2917, entmax15 0.2927, sparsemax 0.2000",
      "none: softmax 0.0097, entmax15 0, sparsemax 0",
    ]);
    expect(await page().evaluate(`document.querySelector("#rows .marked").getAttribute("visibility")`)).toBe("visible");
    await page().evaluate(`document.querySelector("${shares}").blur()`);
    expect(await page().evaluate(`document.querySelector("#rows .marked").getAttribute("visibility")`)).toBe("hidden");
  }, 90_000);

  test("losses are read by keys while networks learn, from the same point on", async () => {
    await page().navigate(addressOf("#learn"));
    await page().until(ready("learn"), 60_000);
    const losses = "#learn [data-plot=losses]";
    expect(await press(losses, "Home")).toEqual(["not taken: "]);
    await page().evaluate(`Array.from(document.querySelectorAll("#learn button")).find((one) => one.textContent === "Train").click()`);
    await page().until(`Number(document.querySelector("#learn .part").dataset.steps) >= 60`, 60_000);
    expect((await press(losses, "Home"))[0]).toMatch(/^steps 20: relu 0\.\d+, tanh 0\.\d+, gelu 0\.\d+, sigmoid 0\.\d+$/);
    await page().until(`Number(document.querySelector("#learn .part").dataset.steps) >= 200`, 60_000);
    expect((await press(losses, "ArrowRight"))[0]).toMatch(/^steps 40: /);
  }, 120_000);
}
