import { activations } from "hillock";
import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, click } from "./actions.js";

/** The explorer finds, draws and tells. */
export function testExplorer(page: () => Page): void {
  test("the explorer finds functions by names elsewhere, lays them over each other, and keeps them in the address", async () => {
    const shown = () =>
      page().evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer .choices button"), (b) => b.textContent)`);
    expect((await shown()).sort()).toEqual(Object.keys(activations).sort());
    await page().evaluate(`(() => {
      const search = document.querySelector("#explorer input[type=search]");
      search.value = "nn.Mish";
      search.dispatchEvent(new Event("input"));
    })()`);
    expect(await shown()).toEqual(["mish"]);
    await page().evaluate(click("explorer", "mish"));
    expect(await page().evaluate("location.hash")).toContain("f=gelu%2Cmish");
    expect(await page().evaluate(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`)).toContain(
      "gelu, mish",
    );
    expect(await page().evaluate(`document.querySelectorAll("#explorer .formula math").length`)).toBe(3);
  });

  test("the explorer reads what other libraries print, and moves one end of its range with the other", async () => {
    const shown = () =>
      page().evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer .choices button"), (b) => b.textContent)`);
    for (const [text, name] of [
      ["torch.nn.GELU", "gelu"],
      ["F.gelu", "gelu"],
      ['GELU(approximate="tanh")', "geluTanh"],
    ] as const) {
      await page().evaluate(change("#explorer input[type=search]", text, "input"));
      expect(await shown(), text).toEqual([name]);
    }
    await page().evaluate(change("#explorer input[type=search]", "", "input"));
    const [from, to] = ["label:has(input[type=number])", "label:has(input[type=number]) ~ label:has(input[type=number])"];
    await page().evaluate(change(`#explorer ${from} input`, "10"));
    expect(await page().evaluate(`document.querySelector("#explorer ${to} input").value`)).toBe("22");
  });

  test("the explorer shows the tail of gelu, beside which formula, and which activation makes room", async () => {
    await page().evaluate(click("explorer", "The tail of gelu"));
    expect(await page().evaluate("location.hash")).toContain("from=-15&to=-5");
    const usual = await page().evaluate<string>(`document.querySelector("#explorer [data-plot=errors] + div").textContent`);
    expect(usual).toContain("The usual formula of gelu, which is that of geluTanh: const t = Math.tanh(");
    for (const name of ["relu", "elu", "silu", "tanh"]) await page().evaluate(click("explorer", name));
    expect(await page().evaluate(`document.querySelector("#explorer [role=status]").textContent`)).toContain("gelu made room for tanh");
  });
}
