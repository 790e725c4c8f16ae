import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { key } from "./actions.js";

/** Rows of scores change as they are dragged. */
export function testRows(page: () => Page): void {
  test("rows: a mask takes a share away, and a score that rises takes all of it", async () => {
    const shares = (name: string) =>
      page().evaluate<number[]>(
        `Array.from(document.querySelectorAll("#rows td[data-function=${name}]"), (cell) => Number(cell.textContent))`,
      );
    const [cat = 0] = await shares("softmax");
    expect(cat).toBeCloseTo(0.5314, 3);
    await page().evaluate(`document.querySelector("#rows fieldset input").click()`);
    expect((await shares("softmax"))[0]).toBe(0);
    for (let i = 0; i < 4; i++) await page().evaluate(key("score of dog", "PageUp"));
    expect((await shares("sparsemax")).slice(0, 6)).toEqual([0, 1, 0, 0, 0, 0]);
    await page().evaluate(`document.querySelectorAll("#rows fieldset input:checked").forEach((box) => box.click())`);
    const status = await page().evaluate<string>(`document.querySelector("#rows .part [role=status]").textContent`);
    expect(status).toMatch(/^No entry counts: .* NaN; with the option emptyRow: 0 /);
    const cells = `Array.from(document.querySelectorAll("#rows td[data-function=softmax]"), (cell) => cell.textContent)`;
    expect(await page().evaluate(cells)).toEqual([...Array(6).fill("NaN"), "–"]);
  });
}
