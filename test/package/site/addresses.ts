import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { visit } from "./actions.js";
import { addressOf } from "./server.js";

/** Addresses lead to a part, or to the state of one. */
export function testAddresses(page: () => Page): void {
  test("an address brings back what it was made of", async () => {
    await page().navigate(addressOf("#f=elu,celu&elu.alpha=0.5&from=-3&to=2&show=02"));
    await visit(page());
    expect(await page().evaluate(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`)).toBe(
      "elu, celu from -3 to 2",
    );
    expect(await page().evaluate(`document.querySelector("#explorer input[type=range]").value`)).toBe("0.5");
  }, 90_000);

  test("another address of the explorer is followed", async () => {
    await page().evaluate(`location.hash = "#f=relu&from=-1&to=1"`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page().until(`${label} === "relu from -1 to 1"`, 30_000);
  }, 60_000);

  test("a name from elsewhere in an address is read, and the own name stands there then", async () => {
    await page().evaluate(`location.hash = "#f=nn.GELU,LeakyReLU&from=-4&to=5"`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page().until(`${label} === "gelu, leakyRelu from -4 to 5"`, 30_000);
    expect(await page().evaluate("location.hash")).toBe("#f=gelu,leakyRelu&from=-4&to=5&show=01");
  }, 60_000);

  test("an address of what the explorer begins with leads there, under any name", async () => {
    await page().evaluate(`(scrollTo(0, 0), location.hash = "#f=nn.GELU")`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page().until(`${label} === "gelu from -8 to 4"`, 30_000);
    expect(await page().evaluate("location.hash")).toMatch(/^#f=nn\.GELU/);
  }, 60_000);

  test("names of an address that are no functions, or stand there twice, are left out", async () => {
    await page().evaluate(`location.hash = "#f=toString,__proto__,elu,nosuch,elu,valueOf&elu.toString=1&from=-4&to=4"`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page().until(`${label} === "elu from -4 to 4"`, 30_000);
    expect(await page().evaluate(`document.getElementById("explorer").dataset.state`)).toBe("ready");
    expect(await page().evaluate(`document.querySelector("#explorer").textContent.includes("alpha * (Math.exp(x) - 1)")`)).toBe(true);
  }, 60_000);

  test("parameters of an address that a function does not take are left out", async () => {
    await page().evaluate(`location.hash = "#f=softplus,hardTanh&softplus.beta=-1&hardTanh.minValue=2&hardTanh.maxValue=3&from=-2&to=2"`);
    await page().until(
      `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label") === "softplus, hardTanh from -2 to 2"`,
      30_000,
    );
    const values = await page().evaluate<Record<string, string>>(
      `Object.fromEntries(Array.from(document.querySelectorAll("#explorer .pair"), (one) => [one.textContent, one.querySelector("input[type=number]").value]))`,
    );
    expect(values).toEqual({ "softplus, beta": "1", "hardTanh, minValue": "2", "hardTanh, maxValue": "3" });
    expect(await page().evaluate(`document.getElementById("explorer").dataset.state`)).toBe("ready");
  }, 60_000);

  test("addresses that follow each other leave no listeners of the theme behind", async () => {
    await page().evaluate(`(() => {
      const { addEventListener } = EventTarget.prototype;
      window.listeners = 0;
      EventTarget.prototype.addEventListener = function (...given) {
        if (this instanceof MediaQueryList) window.listeners++;
        return addEventListener.apply(this, given);
      };
    })()`);
    for (const name of ["elu", "selu", "celu"]) {
      await page().evaluate(`location.hash = "#f=${name}&from=-1&to=1"`);
      await page().until(
        `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label") === "${name} from -1 to 1"`,
        30_000,
      );
    }
    expect(await page().evaluate("window.listeners")).toBe(0);
  }, 60_000);

  test("an address of a run shows it, and keeps it", async () => {
    const run = { engine: "an engine", backend: "simd", date: "2026-11-30", length: 64, rows: [["gelu", 0.5, null, 1, 2, 20]] };
    await page().navigate(addressOf(`#run=${encodeURIComponent(JSON.stringify(run))}`));
    const cells = `Array.from(document.querySelectorAll("#benchmark tbody td"), (cell) => cell.textContent)`;
    await page().until(`${cells}.length > 0`, 60_000);
    expect(await page().evaluate(cells)).toEqual(["1.00", "2.00", "20.00", "20.0", "0.500", "Infinity"]);
    expect(await page().evaluate(`document.querySelector("#benchmark .part [role=status]").textContent`)).toContain(
      "1 function of 64 numbers by simd, 2026-11-30: 20.0 times as fast",
    );
    await visit(page());
    expect(await page().evaluate("location.hash")).toMatch(/^#run=/);
  }, 90_000);

  test("an address of a part leads there", async () => {
    await page().navigate(addressOf("#prove"));
    await page().until(`document.getElementById("prove").dataset.state === "ready"`, 60_000);
    await page().until(
      `(({ top, bottom }) => top >= 0 && top < innerHeight && bottom <= innerHeight + 200)(document.getElementById("prove").getBoundingClientRect())`,
      10_000,
    );
    expect(await page().evaluate("location.hash")).toBe("#prove");
  }, 90_000);
}
