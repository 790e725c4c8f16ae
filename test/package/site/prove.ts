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

  test.each([
    ["geluTanh", "pairValue"],
    ["math.exp", "value"],
  ])(
    "%s, its %s, is computed again too",
    async (name, method) => {
      await page().evaluate(change("#prove select", name));
      await page().evaluate(change("#prove label:nth-of-type(2) select", method));
      await page().evaluate(click("prove", "Start"));
      const status = `document.querySelector("#prove .part [role=status]").textContent`;
      await page().until(
        `/^(\\d+) of 256 blocks of ${name.replace(".", "\\.")}, its ${method}, all the same/.exec(${status})?.[1] >= 3`,
        60_000,
      );
      await page().evaluate(click("prove", "Stop"));
    },
    90_000,
  );

  test("a function of hillock/math has its value to choose", async () => {
    await page().evaluate(change("#prove select", "gelu"));
    await page().evaluate(change("#prove label:nth-of-type(2) select", "pairDerivative"));
    await page().evaluate(change("#prove select", "math.sin"));
    const options = `Array.from(document.querySelectorAll("#prove label:nth-of-type(2) option"), (one) => [one.value, one.disabled])`;
    expect(await page().evaluate(options)).toEqual([
      ["value", false],
      ["derivative", true],
      ["pairValue", true],
      ["pairDerivative", true],
    ]);
    await page().until(`location.hash.includes("prove=math.sin&of=value")`, 20_000);
    await page().evaluate(change("#prove select", "gelu"));
  });
}
