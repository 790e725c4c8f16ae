import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../hosts/systemBrowser.js";
import { run } from "./install.js";
import { Page } from "./page.js";

test("examples/quickstart.mjs", () => {
  const output = run("examples/quickstart.mjs");
  expect(output).toMatch(/gelu\(x\) +Float32Array\(5\) \[/);
  expect(output).toMatch(/sigmoid of one number +0\.57444251681165/);
  expect(output).toMatch(/computed by +(relaxed|simd|js): /);
});

test("examples/neuron.mjs learns what or means", () => {
  const answers = [...run("examples/neuron.mjs").matchAll(/= (\d\.\d+)/g)].map(([, answer]) => Math.round(Number(answer)));
  expect(answers).toEqual([0, 1, 1, 1]);
});

test("examples/backpropagation.mjs learns the sine", () => {
  const errors = [...run("examples/backpropagation.mjs").matchAll(/error (\d\.\d+)/g)].map(([, error]) => Number(error));
  expect(errors[0]).toBeGreaterThan(0.4);
  expect(errors.at(-1)).toBeLessThan(0.03);
});

const chromium = findChromium();

let page: Page;

describe.skipIf(!chromium)("examples/browser.html, in Chromium", () => {
  let server: ChildProcess;
  const screenshots = mkdtempSync(join(tmpdir(), "hillock-screenshots-"));

  beforeAll(async () => {
    server = spawn(process.execPath, ["examples/serve.mjs", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    const url = await new Promise<string>((resolve) => server.stdout?.once("data", (text) => resolve(String(text).trim())));
    page = await Page.open(chromium as string, url);
    await page.until("document.documentElement.dataset.state", 60_000);
  }, 90_000);

  afterAll(async () => {
    await page?.close();
    server.kill();
    rmSync(screenshots, { recursive: true });
  });

  test("finishes without an error", async () => {
    expect(page.errors).toEqual([]);
    expect(await page.evaluate("document.documentElement.dataset.state")).toBe("done");
    expect(await page.evaluate("document.getElementById('failure').hidden")).toBe(true);
  });

  test("draws every activation with its derivatives", async () => {
    const names = await page.evaluate<string[]>(`import("hillock").then(({ activations }) => Object.keys(activations))`);
    const drawn = await page.evaluate<Record<string, number>>(
      `Object.fromEntries(Array.from(document.querySelectorAll("article"), (card) => [card.dataset.name, card.querySelectorAll("svg path").length]))`,
    );
    expect(drawn).toEqual(Object.fromEntries(names.map((name) => [name, 3])));
    const broken = `Array.from(document.querySelectorAll("svg path")).filter((path) => /NaN|Infinity/.test(path.getAttribute("d"))).length`;
    expect(await page.evaluate(broken)).toBe(0);
  });

  test("reads all of them where the slider stands", async () => {
    await page.evaluate(`(() => {
      const slider = document.getElementById("input");
      slider.value = 2;
      slider.dispatchEvent(new Event("input"));
    })()`);
    const readouts = await page.evaluate<Record<string, string[]>>(
      `Object.fromEntries(Array.from(document.querySelectorAll("article"), (card) => [card.dataset.name, Array.from(card.querySelectorAll(".readout output"), (o) => o.textContent)]))`,
    );
    // 2 Phi(2), Phi(2) + 2 phi(2), -2 phi(2), and so on.
    expect(readouts.gelu).toEqual(["1.9545", "1.0852", "-0.10798"]);
    expect(readouts.sigmoid).toEqual(["0.88080", "0.10499", "-0.079963"]);
    expect(readouts.relu).toEqual(["2.0000", "1.0000", "0.0000"]);
  });

  test("times every function against a plain loop", async () => {
    const rows = await page.evaluate<{ name: string; hillock: number; plain: number }[]>(
      `Array.from(document.querySelectorAll("#timing tr"), ({ dataset }) => ({ name: dataset.name, hillock: +dataset.hillock, plain: +dataset.plain }))`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(["elu", "gelu", "leakyRelu", "relu", "sigmoid", "silu", "softplus", "tanh"]);
    for (const { hillock, plain } of rows) {
      expect(hillock).toBeGreaterThan(0);
      expect(plain).toBeGreaterThan(0);
    }
  });

  test.each(["light", "dark"] as const)("is drawn in %s colours", async (scheme) => {
    await page.prefer(scheme);
    const png = await page.screenshot();
    writeFileSync(join(screenshots, `${scheme}.png`), png);
    const { colours, lightness } = await survey(png);
    expect(colours).toBeGreaterThan(100);
    if (scheme === "light") expect(lightness).toBeGreaterThan(220);
    else expect(lightness).toBeLessThan(50);
  });
});

/** How many colours a screenshot has, and how light its first pixel is, from 0 to 255: Chromium reads its own picture. */
function survey(png: Buffer): Promise<{ colours: number; lightness: number }> {
  return page.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return { colours: new Set(new Uint32Array(data.buffer)).size, lightness: (data[0] + data[1] + data[2]) / 3 };
  })()`);
}
