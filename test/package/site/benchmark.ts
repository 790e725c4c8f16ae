import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, click } from "./actions.js";

/** The benchmark measures, and refuses what it cannot measure. */
export function testBenchmark(page: () => Page): void {
  test("famous functions are measured, and their errors stand beside their speed, as far as one lets them", async () => {
    await page().evaluate(click("benchmark", "Measure"));
    await page().until(`document.querySelector("#benchmark tr:nth-child(2) td")`, 30_000);
    await page().evaluate(click("benchmark", "Stop"));
    await page().until(`document.querySelector("#benchmark .part").dataset.measured`, 30_000);
    const rows = await page().evaluate<string[][]>(
      `Array.from(document.querySelectorAll("#benchmark tbody tr"), (row) => Array.from(row.cells, (cell) => cell.textContent))`,
    );
    expect(rows.map(([name]) => name)).toContain("leakyRelu");
    for (const [name, ...numbers] of rows) {
      for (const number of numbers.slice(0, 4)) expect(Number(number), name).toBeGreaterThan(0);
      expect(Number(numbers[4]), name).toBeLessThanOrEqual(0.51);
    }
    await page().evaluate(click("benchmark", "Share as address"));
    const status = `document.querySelector("#benchmark .part [role=status]").textContent`;
    const run = "new URLSearchParams(location.hash.slice(1)).get('run')";
    await page().until(run, 20_000);
    const shared = await page().evaluate<string>(run);
    expect(JSON.parse(shared).rows).toHaveLength(rows.length);
    // Nothing had hillock go over to JavaScript.
    const told = await page().evaluate<string>(`document.getElementById("info").textContent`);
    expect(told).toContain(`Computed here by ${JSON.parse(shared).backend}, `);
    // Browsers allow the clipboard or not.
    await page().until(`/ in the address of this page\\. (Copied|Not copied: .*)\\.$/.test(${status})`, 10_000);
  }, 90_000);

  test("every kind of function can be chosen, and a run is shared with what was chosen", async () => {
    const options = `Array.from(document.querySelectorAll("#benchmark select:first-of-type option"), (one) => one.value).slice(0, -4)`;
    const groups = [
      "famous",
      "activations",
      "rows",
      "gradients of rows",
      "gates",
      "features",
      "losses",
      "layers",
      "hillock/math",
      "all of them",
    ];
    expect(await page().evaluate(options)).toEqual(groups);
  });

  test.each([
    ["rows", "entmax15"],
    ["gradients of rows", "entmax15, gradient"],
    ["gates", "bilinearGlu"],
    ["features", "crelu"],
    ["losses", "entmax15Loss"],
    ["layers", "dense"],
    ["hillock/math", "math.acos"],
  ])(
    "%s are measured too: %s",
    async (group, first) => {
      await page().evaluate(change("#benchmark select", group));
      await page().until(`location.hash.includes("benchmark=${group.replaceAll(" ", "+").replace("/", "%2F")}")`, 20_000);
      await page().evaluate(click("benchmark", "Measure"));
      await page().until(`document.querySelector('#benchmark tr[data-name="${first}"] td')`, 60_000);
      // A group of one may have been measured by then.
      await page().evaluate(`[...document.querySelectorAll("#benchmark button")].find((one) => one.textContent === "Stop")?.click()`);
      await page().until(
        `[...document.querySelectorAll("#benchmark button")].some((one) => one.textContent === "Measure" && !one.disabled)`,
        30_000,
      );
      const numbers = await page().evaluate<string[]>(
        `Array.from(document.querySelectorAll('#benchmark tr[data-name="${first}"] td'), (cell) => cell.textContent)`,
      );
      for (const number of numbers.slice(0, 4)) expect(Number(number)).toBeGreaterThan(0);
      // Sums of products have a measure of their own.
      if (group === "layers") expect(numbers.slice(4)).toEqual(["–", "–"]);
      else expect(Number(numbers[4])).toBeLessThanOrEqual(0.53);
    },
    120_000,
  );

  test("a file without numbers is refused in a sentence", async () => {
    await page().evaluate(`(() => {
      const [input, transfer] = [document.querySelector("#benchmark input[type=file]"), new DataTransfer()];
      transfer.items.add(new File([], "empty.txt"));
      input.files = transfer.files;
      input.dispatchEvent(new Event("change"));
    })()`);
    await page().until(
      `document.querySelector("#benchmark .part [role=status]").textContent.startsWith("empty.txt cannot be used: it is empty.")`,
      10_000,
    );
  });
}
