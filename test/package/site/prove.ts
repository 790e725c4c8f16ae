import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, click } from "./actions.js";

/** Blocks of a certificate are computed again. */
export function testProof(page: () => Page): void {
  test("blocks of a certificate are computed again and are the same", async () => {
    await page().evaluate(click("prove", "Start"));
    expect(await page().evaluate(`Array.from(document.querySelectorAll("#prove select"), (one) => one.disabled)`)).toEqual([true, true]);
    await page().until(`/^(\\d+) of 256/.exec(document.querySelector("#prove .part [role=status]").textContent)?.[1] >= 2`, 60_000);
    expect(await page().evaluate(`document.querySelector("#prove .part [role=status]").textContent`)).toContain("all the same");
    const status = `document.querySelector("#prove .part [role=status]").textContent`;
    expect(await page().evaluate(status)).toContain(" blocks of gelu, its value, ");
    await page().evaluate(change("#prove select", "relu"));
    expect(await page().evaluate(`document.querySelector("#prove select").value`)).toBe("gelu");
    expect(await page().evaluate("location.hash")).not.toContain("prove=relu");
    await page().evaluate(click("prove", "Stop"));
    expect(await page().evaluate(status)).toBe("Stopped: gelu, its value.");
    expect(await page().evaluate(`document.querySelector("#prove select").disabled`)).toBe(false);
  }, 90_000);
}
