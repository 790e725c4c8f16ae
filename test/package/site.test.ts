/** The page: every part does its job, in Chromium, with relaxed SIMD, in JavaScript alone, in both themes and at any width. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { activations } from "hillock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../hosts/systemBrowser.js";
import { Page } from "./page.js";

const chromium = findChromium();
const PARTS = ["neuron", "explorer", "rows", "learn", "benchmark", "prove"];
const FOLDER = "site/dist";

let server: ChildProcess;
let address: string;

beforeAll(async () => {
  server = spawn("npx", ["tsx", "site/build/main.ts", "--serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  address = await new Promise<string>((resolve) =>
    server.stdout?.on("data", (text) => {
      const [, found] = /(http:\/\/localhost:\d+\/)/.exec(String(text)) ?? [];
      if (found) resolve(found);
    }),
  );
}, 120_000);

afterAll(() => {
  process.kill(-(server.pid as number));
});

const files = (): string[] => readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));

test("the folder is small, and every function has a page and a twin in Markdown", () => {
  const code = files().filter((file) => /\.(js|css|html)$/.test(file) && !/^(functions|api)\//.test(file));
  const size = code.reduce((sum, file) => sum + gzipSync(readFileSync(join(FOLDER, file))).length, 0);
  expect(size).toBeLessThan(300 * 1024);
  for (const name of Object.keys(activations)) {
    const page = readFileSync(join(FOLDER, `functions/${name}.html`), "utf8");
    expect(page).toContain("<math");
    expect(page).toContain("<svg");
    expect(readFileSync(join(FOLDER, `functions/${name}.md`), "utf8")).toContain(`# ${name}\n`);
    expect(readFileSync(join(FOLDER, "llms.txt"), "utf8")).toContain(`(functions/${name}.md)`);
  }
});

test("the reference of the package has a page for every function, made without a warning", () => {
  const text = readFileSync(join(FOLDER, "api/modules/hillock.html"), "utf8");
  for (const name of Object.keys(activations)) expect(text, name).toContain(`>${name}<`);
  for (const name of ["fast", "math", "resolve", "threads"])
    expect(readFileSync(join(FOLDER, `api/modules/hillock_${name}.html`), "utf8")).toContain(`hillock/${name}`);
});

test("no file asks for anything beyond the folder", () => {
  for (const file of files().filter((file) => /\.(html|css)$/.test(file)))
    expect(readFileSync(join(FOLDER, file), "utf8").match(/(?:src|href|url\()=?["']?(?:https?:)?\/\/[^"')]*/g) ?? [], file).toEqual([]);
});

/** Opens the page and brings every part of it near the window. */
async function open(path = "", args: readonly string[] = [], size = { width: 1280, height: 900 }): Promise<Page> {
  const page = await Page.open(chromium as string, address + path, size, args);
  for (const part of PARTS) {
    await page.evaluate(`document.getElementById("${part}").scrollIntoView()`);
    await page.until(`document.getElementById("${part}").dataset.state`, 60_000);
  }
  return page;
}

const click = (part: string, text: string) =>
  `Array.from(document.querySelectorAll("#${part} button")).find((button) => button.textContent === "${text}").click()`;
const key = (label: string, name: string) =>
  `document.querySelector("[aria-label='${label}']").dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;

describe.skipIf(!chromium)("in Chromium", () => {
  let page: Page;

  beforeAll(async () => {
    page = await open();
  }, 120_000);

  afterAll(async () => {
    expect(page.errors).toEqual([]);
    await page.close();
  });

  test("the neuron fires or does not, as it is dragged by keys", async () => {
    const text = () => page.evaluate<string>(`document.querySelector("#neuron [role=status]").textContent`);
    expect(await text()).toContain("binaryStep(1.27) = 1.00");
    for (let i = 0; i < 2; i++) await page.evaluate(key("bias", "PageDown"));
    expect(await text()).toMatch(/binaryStep\(−0\.\d+\) = 0\.00: the neuron is silent/);
  });

  test("the explorer finds functions by names elsewhere, lays them over each other, and keeps them in the address", async () => {
    const shown = () => page.evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer .choices button"), (b) => b.textContent)`);
    expect((await shown()).sort()).toEqual(Object.keys(activations).sort());
    await page.evaluate(`(() => {
      const search = document.querySelector("#explorer input[type=search]");
      search.value = "nn.Mish";
      search.dispatchEvent(new Event("input"));
    })()`);
    expect(await shown()).toEqual(["mish"]);
    await page.evaluate(click("explorer", "mish"));
    expect(await page.evaluate("location.hash")).toContain("f=gelu%2Cmish");
    expect(await page.evaluate(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`)).toContain(
      "gelu, mish",
    );
    expect(await page.evaluate(`document.querySelectorAll("#explorer .formula math").length`)).toBe(3);
  });

  test("rows: a mask takes a share away, and a score that rises takes all of it", async () => {
    const shares = (name: string) =>
      page.evaluate<number[]>(
        `Array.from(document.querySelectorAll("#rows tr[data-function=${name}] td"), (cell) => Number(cell.textContent))`,
      );
    const [cat = 0] = await shares("softmax");
    expect(cat).toBeCloseTo(0.5314, 3);
    await page.evaluate(`document.querySelector("#rows fieldset input").click()`);
    expect((await shares("softmax"))[0]).toBe(0);
    for (let i = 0; i < 4; i++) await page.evaluate(key("score of dog", "PageUp"));
    expect((await shares("sparsemax")).slice(0, 6)).toEqual([0, 1, 0, 0, 0, 0]);
  });

  test("networks learn to tell points apart", async () => {
    await page.evaluate(click("learn", "Train"));
    await page.until(`Number(document.querySelector("#learn .part").dataset.steps) >= 600`, 60_000);
    await page.evaluate(click("learn", "Pause"));
    const right = await page.evaluate<string[]>(`Array.from(document.querySelectorAll("#learn .card p"), (p) => p.textContent)`);
    expect(right).toHaveLength(4);
    for (const text of right) expect(Number(/([\d.]+) % right/.exec(text)?.[1])).toBeGreaterThan(60);
  }, 90_000);

  test("every famous function is measured, and its error stands beside its speed", async () => {
    await page.evaluate(click("benchmark", "Measure"));
    await page.until(`document.querySelector("#benchmark .part").dataset.measured`, 90_000);
    const rows = await page.evaluate<string[][]>(
      `Array.from(document.querySelectorAll("#benchmark tbody tr"), (row) => Array.from(row.cells, (cell) => cell.textContent))`,
    );
    expect(rows.map(([name]) => name)).toContain("gelu");
    for (const [name, ...numbers] of rows) {
      expect(
        numbers
          .map(Number)
          .slice(0, 4)
          .every((value) => value > 0),
        name,
      ).toBe(true);
      expect(Number(numbers[4]), name).toBeLessThanOrEqual(0.51);
    }
    await page.evaluate(click("benchmark", "Share as address"));
    expect(await page.evaluate("location.hash.length")).toBeGreaterThan(200);
  }, 120_000);

  test("blocks of a certificate are computed again and are the same", async () => {
    await page.evaluate(click("prove", "Start"));
    await page.until(`/^(\\d+) of 256/.exec(document.querySelector("#prove [role=status]").textContent)?.[1] >= 4`, 60_000);
    expect(await page.evaluate(`document.querySelector("#prove [role=status]").textContent`)).toContain("all the same");
    await page.evaluate(click("prove", "Stop"));
  }, 90_000);

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 3840],
  ] as const)(
    "axe finds nothing wrong in %s colours %d pixels wide, and nothing is cut off",
    async (scheme, width) => {
      await page.prefer(scheme);
      await page.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))",
      );
      expect(found).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    },
    60_000,
  );
});

test.skipIf(!chromium)(
  "an address brings back what it was made of",
  async () => {
    const page = await open("#f=elu,celu&elu.alpha=0.5&from=-3&to=2&show=02");
    expect(await page.evaluate(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`)).toBe(
      "elu, celu from -3 to 2",
    );
    expect(await page.evaluate(`document.querySelector("#explorer input[type=range]").value`)).toBe("0.5");
    expect(page.errors).toEqual([]);
    await page.close();
  },
  90_000,
);

test.skipIf(!chromium)(
  "without WebAssembly it shows the same, computed in JavaScript",
  async () => {
    const page = await open("", ["--js-flags=--jitless"]);
    expect(await page.evaluate(`document.getElementById("info").textContent`)).toContain("Computed here by js");
    expect(await page.evaluate(`document.querySelector("#neuron [role=status]").textContent`)).toContain("binaryStep(1.27) = 1.00");
    expect(page.errors).toEqual([]);
    await page.close();
  },
  180_000,
);

test.skipIf(!chromium)(
  "<activation-plot> draws on a page of its own",
  async () => {
    const page = await Page.open(chromium as string, `${address}functions/gelu.html`);
    await page.evaluate(`new Promise((resolve, reject) => {
    document.body.insertAdjacentHTML("beforeend", '<activation-plot name="gelu" from="-3" to="3"></activation-plot>');
    const script = Object.assign(document.createElement("script"), { type: "module", src: "../activation-plot.js", onload: resolve, onerror: reject });
    document.head.append(script);
  })`);
    const drawn = `Array.from(document.querySelector("activation-plot").shadowRoot.querySelectorAll("path"), (path) => path.getAttribute("d"))`;
    const paths = await page.evaluate<string[]>(drawn);
    expect(paths).toHaveLength(2);
    for (const path of paths) expect(path).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+){240}$/);
    expect(page.errors).toEqual([]);
    await page.close();
  },
  60_000,
);
