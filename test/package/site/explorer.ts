import { activations } from "hillock";
import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, click, still } from "./actions.js";

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
    expect(await page().evaluate("location.hash")).toContain("f=gelu,mish");
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

  test("the explorer leads to functions of rows and to gates, by names elsewhere too", async () => {
    const led = () =>
      page().evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer [data-found=others] a"), (a) => a.getAttribute("href"))`);
    expect(await led()).toEqual([]);
    for (const [text, links] of [
      ["nn.Softmax(dim=-1)", ["functions/softmax.html", "#rows"]],
      ["F.log_softmax", ["functions/logSoftmax.html"]],
      ["SwiGLU", ["functions/swiglu.html", "functions/swigluOai.html"]],
      ["nn.GLU", ["functions/glu.html"]],
      ["softmax2d", ["functions/softmax2d.html"]],
    ] as const) {
      await page().evaluate(change("#explorer input[type=search]", text, "input"));
      expect(await led(), text).toEqual(links);
    }
    await page().evaluate(change("#explorer input[type=search]", "softm", "input"));
    expect((await led()).slice(0, 2)).toEqual(["functions/softmax.html", "#rows"]);
    await page().evaluate(change("#explorer input[type=search]", "", "input"));
    expect(await led()).toEqual([]);
  });

  test("the explorer tells limits, and slopes beside kinks, with the parameters that are chosen", async () => {
    const told = () =>
      page().evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer .ends :is(tr, li)"), (one) => one.textContent)`);
    await page().evaluate(`location.hash = "#f=leakyRelu,binaryStep&leakyRelu.negativeSlope=0.5&show=01"`);
    await page().until(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label").startsWith("leakyRelu")`, 30_000);
    expect(await told()).toEqual([
      "x → −∞x → ∞",
      "leakyRelu f−∞∞",
      "leakyRelu f′0.51",
      "binaryStep f01",
      "binaryStep f′00",
      "leakyRelu at 0: f′ is 0.5 on the left, 1 on the right, and 0.5 there",
      "binaryStep at 0: f jumps from 0 to 1; f′ is 0 on the left, 0 on the right, and 0 there",
    ]);
    await page().evaluate(change("#explorer input[type=range]", "0", "input"));
    expect((await told()).slice(1, 3)).toEqual(["leakyRelu f−0∞", "leakyRelu f′01"]);
  });

  test("a line that is copied, or may not be, is told so", async () => {
    const told = `document.querySelector("#explorer .about [role=status]").textContent`;
    for (const [allows, words] of [
      ["resolve", "Copied."],
      ["reject", "Not copied: the browser does not allow it here."],
    ] as const) {
      await page().evaluate(
        `void Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: () => Promise.${allows}() } })`,
      );
      await page().evaluate(click("explorer", "Copy"));
      await page().until(`${told} === ${JSON.stringify(words)}`, 10_000);
    }
    await page().evaluate("delete navigator.clipboard");
  });

  test("Enter opens the first that was found, by a name that people know", async () => {
    const search = "#explorer input[type=search]";
    const enter = `document.querySelector("${search}").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))`;
    await page().evaluate(change(search, "heaviside", "input"));
    await page().evaluate(enter);
    expect(await page().evaluate("new URLSearchParams(location.hash.slice(1)).get('f')")).toBe("binaryStep");
    await page().evaluate(change(search, "elu", "input"));
    expect(await page().evaluate(`document.querySelector("#explorer .choices button").textContent`)).toBe("elu");
    await page().evaluate(change(search, "", "input"));
    await page().evaluate(enter);
    expect(await page().evaluate("new URLSearchParams(location.hash.slice(1)).get('f')")).toBe("binaryStep");
  });

  test("parameters take numbers between and beyond the steps of their sliders, keep them in the address, and are reset", async () => {
    await page().evaluate(`location.hash = "#f=leakyRelu&from=-2&to=2"`);
    await page().until(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label").startsWith("leakyRelu")`, 30_000);
    const field = "#explorer .pair input[type=number]";
    const slope = () => page().evaluate<string>(`document.querySelector("${field}").value`);
    const kept = () => page().evaluate<string | null>(`new URLSearchParams(location.hash.slice(1)).get("leakyRelu.negativeSlope")`);
    await page().evaluate(change(field, "0.12345"));
    expect(await kept()).toBe("0.12345");
    await page().evaluate(change(field, "30"));
    expect(await kept()).toBe("30");
    await page().evaluate(change("#explorer .pair input[type=range]", "0.5", "input"));
    expect([await slope(), await kept()]).toEqual(["0.5", "0.5"]);
    await page().evaluate(click("explorer", "Reset parameters"));
    expect([await slope(), await kept()]).toEqual(["0.01", null]);
    const thumb = `(({ value, ariaValueText }) => [value, ariaValueText])(document.querySelector("#explorer .pair input[type=range]"))`;
    expect(await page().evaluate(thumb)).toEqual(["0.01", "0.01"]);
    await page().evaluate(`location.hash = "#f=celu&from=-2&to=2"`);
    await page().until(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label").startsWith("celu")`, 30_000);
    await page().evaluate(change(field, "-1"));
    expect(await page().evaluate(`document.querySelector("#explorer .part [role=status]").textContent`)).toContain("What is drawn stays: ");
    const status = () => page().evaluate<string>(`document.querySelector("#explorer .part [role=status]").textContent`);
    const isMarked = () => page().evaluate<boolean>(`document.querySelector("${field}").ariaInvalid === "true"`);
    const leave = () => page().evaluate(`document.querySelector("${field}").dispatchEvent(new Event("blur"))`);
    for (const entered of ["-1", "", "1e999"]) {
      await page().evaluate(change(field, entered));
      if (entered !== "-1") expect(await status(), entered).toBe("What was entered for celu, alpha is no finite number: it stays 1.");
      expect(await isMarked(), entered).toBe(true);
      await leave();
      expect([await slope(), await isMarked()]).toEqual(["1", false]);
    }
    await page().evaluate(change(field, "2"));
    expect([await status(), await isMarked()]).toEqual([expect.stringMatching(/^Up to 4 /), false]);
  }, 90_000);

  test("an end of the range that is no number stays, and one that moves with the other is told", async () => {
    const [from, to] = ["label:has(input[type=number])", "label:has(input[type=number]) ~ label:has(input[type=number])"].map(
      (label) => `#explorer ${label} input`,
    ) as [string, string];
    const status = () => page().evaluate<string>(`document.querySelector("#explorer .part [role=status]").textContent`);
    const value = (field: string) => page().evaluate<string>(`document.querySelector("${field}").value`);
    await page().evaluate(change(from, "-4"));
    await page().evaluate(change(to, "4"));
    await page().evaluate(change(from, "5"));
    expect([await status(), await value(to)]).toEqual(["x to is 13 now, as x from has passed it.", "13"]);
    await page().evaluate(change(to, "1e999"));
    expect(await status()).toBe("What was entered for x to is no finite number: it stays 13.");
    await page().evaluate(change(to, "1e308"));
    expect(await status()).toBe("x to is a number from -1e+300 to 1e+300: it stays 13.");
    await page().evaluate(`document.querySelector("${to}").dispatchEvent(new Event("blur"))`);
    expect(await value(to)).toBe("13");
    await page().evaluate(change(to, "-5"));
    expect([await status(), await value(from)]).toEqual(["x from is -13 now, as x to has passed it.", "-13"]);
  });

  test("where neither values nor derivatives are shown, a sentence stands in place of their chart", async () => {
    const isChart = `!document.querySelector("#explorer [data-plot=curves]").hidden`;
    const isSentence = `Array.from(document.querySelectorAll("#explorer p")).find((one) => one.textContent.startsWith("Nothing is drawn")).checkVisibility()`;
    const toggle = `document.querySelectorAll("#explorer input[type=checkbox]:checked").forEach((box) => box.click())`;
    await page().evaluate(toggle);
    expect([await page().evaluate(isChart), await page().evaluate(isSentence)]).toEqual([false, true]);
    await page().evaluate(`document.querySelector("#explorer input[type=checkbox]").click()`);
    expect([await page().evaluate(isChart), await page().evaluate(isSentence)]).toEqual([true, false]);
  });

  test("a jump is two ends with no gap between them that one can see", async () => {
    await page().evaluate(`location.hash = "#f=binaryStep&from=-2&to=2&show=0"`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page().until(`${label} === "binaryStep from -2 to 2"`, 30_000);
    const [line, gap, seam] = await page().evaluate<[number, number, number]>(`(async () => {
      await new Promise(requestAnimationFrame);
      const canvas = document.querySelector("#explorer [data-plot=curves] canvas");
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      const colour = getComputedStyle(document.documentElement).getPropertyValue("--first");
      const wanted = colour.match(/[0-9a-f]{2}/g).map((pair) => parseInt(pair, 16));
      const inked = Array.from({ length: width }, (_, x) => {
        let count = 0;
        for (let y = 0; y < height; y++) {
          const at = 4 * (y * width + x);
          if (data[at + 3] > 60 && wanted.every((part, i) => Math.abs(data[at + i] - part) < 40)) count++;
        }
        return count;
      });
      const first = inked.findIndex((count) => count > 0);
      const inside = inked.slice(first, inked.findLastIndex((count) => count > 0) + 1);
      // No column has a line from the lower end to the upper.
      return [inside.length, inside.filter((count) => count === 0).length, Math.max(...inside)];
    })()`);
    expect(line).toBeGreaterThan(300);
    expect(gap).toBeLessThanOrEqual(1);
    expect(seam).toBeLessThan(20);
  }, 60_000);

  test("no error is read out as 0", async () => {
    await page().evaluate(`location.hash = "#f=relu&from=-2&to=2"`);
    await page().until(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label").startsWith("relu")`, 30_000);
    await still(page(), "#explorer [data-plot=errors] .u-over");
    await page().evaluate(`(() => {
      const over = document.querySelector("#explorer [data-plot=errors] .u-over");
      const { x, y, width, height } = over.getBoundingClientRect();
      over.dispatchEvent(new MouseEvent("mousemove", { clientX: x + width / 2, clientY: y + height / 2, bubbles: true }));
    })()`);
    const read = `Array.from(document.querySelectorAll("#explorer [data-plot=errors] .u-value"), (one) => one.textContent).slice(1).join()`;
    await page().until(`${read} === "0,0"`, 10_000);
  }, 60_000);

  test("the explorer shows the tail of gelu, beside which formula, and which activation makes room", async () => {
    await page().evaluate(click("explorer", "The tail of gelu"));
    expect(await page().evaluate("location.hash")).toContain("from=-15&to=-5");
    const usual = await page().evaluate<string>(`document.querySelector("#explorer [data-plot=errors] + div").textContent`);
    expect(usual).toContain(
      "The usual formula of gelu: x * 0.5 * (1 + erf(x / Math.SQRT2)), with the erf of Abramowitz and Stegun, 7.1.26",
    );
    for (const name of ["relu", "elu", "silu", "tanh"]) await page().evaluate(click("explorer", name));
    expect(await page().evaluate(`document.querySelector("#explorer .part [role=status]").textContent`)).toContain(
      "gelu made room for tanh",
    );
  });

  test("arrow keys go from activation to activation, and the focus stays where one is pressed", async () => {
    await page().evaluate(`location.hash = "#f=relu&from=-2&to=2"`);
    await page().until(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label").startsWith("relu")`, 30_000);
    await page().evaluate(change("#explorer input[type=search]", "", "input"));
    await page().evaluate(`document.querySelector("#explorer .choices button").focus()`);
    const at = () =>
      page().evaluate<string[]>(
        `[document.activeElement, ...document.querySelectorAll("#explorer .choices [tabindex='0']")].map((one) => one.textContent)`,
      );
    const press = (name: string) =>
      page().evaluate(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`);
    const names = await page().evaluate<string[]>(
      `Array.from(document.querySelectorAll("#explorer .choices button"), (one) => one.textContent)`,
    );
    for (const [name, place] of [
      ["ArrowRight", 1],
      ["ArrowDown", 2],
      ["ArrowLeft", 1],
      ["End", names.length - 1],
      ["ArrowRight", 0],
      ["ArrowUp", names.length - 1],
      ["Home", 0],
    ] as const) {
      await press(name);
      expect(await at(), name).toEqual([names[place], names[place]]);
    }
    await page().evaluate("document.activeElement.click()");
    expect(await page().evaluate("document.activeElement.textContent + document.activeElement.getAttribute('aria-pressed')")).toBe(
      `${names[0]}true`,
    );
  }, 60_000);
}
