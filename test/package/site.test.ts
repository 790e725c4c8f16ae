/**
 * The page: every part does its job, in Chromium, Firefox and WebKitGTK, with relaxed SIMD,
 * without, and in JavaScript alone; in Chromium in both themes and at any width.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { activations } from "hillock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Release } from "../../scripts/docs/releases.js";
import { findChromium, findFirefox, findWebKit, findWebKitDriver } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "./chromiumPage.js";
import type { Page } from "./page.js";
import { openFirefox, openWebKit } from "./webDriver.js";
import { WebDriverPage } from "./webDriverPage.js";

const [chromium, firefox, webkit, webkitDriver] = [findChromium(), findFirefox(), findWebKit(), findWebKitDriver()];
const SIZE = { width: 1280, height: 900 };
/** Each engine with what opens an address in it, where it is installed. */
const ENGINES: Readonly<Record<string, ((url: string) => Promise<Page>) | undefined>> = {
  Chromium: chromium ? (url) => ChromiumPage.open(chromium, url, SIZE) : undefined,
  Firefox: firefox ? async (url) => WebDriverPage.open(await openFirefox(firefox), url, SIZE) : undefined,
  WebKitGTK: webkit && webkitDriver ? async (url) => WebDriverPage.open(await openWebKit(webkit, webkitDriver), url, SIZE) : undefined,
};
const PARTS = ["neuron", "explorer", "rows", "learn", "digits", "benchmark", "prove"];
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
  const releases: Release[] = readdirSync("releases").map((file) => JSON.parse(readFileSync(join(FOLDER, "releases", file), "utf8")));
  expect(releases.at(-1)?.functions).toHaveProperty("gelu.kilobytes");
  for (const name of Object.keys(activations)) {
    const page = readFileSync(join(FOLDER, `functions/${name}.html`), "utf8");
    expect(page).toContain("<math");
    expect(page).toContain("<svg");
    for (const { version, functions } of releases) if (functions[name]) expect(page).toContain(`releases/${version}.json`);
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

test("an address that is missing is answered with 404", async () => {
  const status = async (path: string) => (await fetch(`${address}${path}`)).status;
  expect(await Promise.all(["", "functions/gelu.html", "functions/gelo.html", "gelu"].map(status))).toEqual([200, 200, 404, 404]);
});

test("the pages of the whole have twins in Markdown", () => {
  const twin = (path: string) => readFileSync(join(FOLDER, path), "utf8");
  expect(twin("index.md")).toContain("npm install ../hillock/hillock-*.tgz");
  for (const name of ["gelu", "softmax", "glu", "focalLoss", "crelu", "dense", "math.expm1"])
    expect(twin("functions/index.md")).toContain(`(${name}.md)`);
});

/** Brings every part of the page near the window. */
async function visit(page: Page): Promise<void> {
  for (const part of PARTS) {
    await page.evaluate(`document.getElementById("${part}").scrollIntoView()`);
    await page.until(`document.getElementById("${part}").dataset.state`, 60_000);
  }
}

const click = (part: string, text: string) =>
  `Array.from(document.querySelectorAll("#${part} button")).find((button) => button.textContent === "${text}").click()`;
const key = (label: string, name: string) =>
  `document.querySelector("[aria-label='${label}']").dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;
const change = (selector: string, value: string, event = "change") => `(() => {
  const element = document.querySelector("${selector}");
  element.value = ${JSON.stringify(value)};
  element.dispatchEvent(new Event("${event}"));
})()`;

describe.each(Object.entries(ENGINES))("in %s", (engine, open) => {
  // A report names the browser that is left out; npm run test:hosts demands it.
  if (!open) return test.skip("left out, it is not installed", () => {});
  let page: Page;

  beforeAll(async () => {
    page = await open(address);
    await visit(page);
  }, 120_000);

  afterAll(() => page?.close());

  test("the neuron fires or does not, as it is dragged by keys", async () => {
    const text = () => page.evaluate<string>(`document.querySelector("#neuron [role=status]").textContent`);
    expect(await text()).toContain("binaryStep(1.27) = 1.00");
    for (let i = 0; i < 2; i++) await page.evaluate(key("bias", "PageDown"));
    expect(await text()).toMatch(/binaryStep\(−0\.\d+\) = 0\.00: the neuron is silent/);
    await page.evaluate(change("#neuron select", "gelu"));
    expect(await text()).toMatch(/gelu\(−0\.\d+\) = −0\.\d+: the neuron passes a negative number on/);
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

  test("the explorer reads what other libraries print, and moves one end of its range with the other", async () => {
    const shown = () => page.evaluate<string[]>(`Array.from(document.querySelectorAll("#explorer .choices button"), (b) => b.textContent)`);
    for (const [text, name] of [
      ["torch.nn.GELU", "gelu"],
      ["F.gelu", "gelu"],
      ['GELU(approximate="tanh")', "geluTanh"],
    ] as const) {
      await page.evaluate(change("#explorer input[type=search]", text, "input"));
      expect(await shown(), text).toEqual([name]);
    }
    await page.evaluate(change("#explorer input[type=search]", "", "input"));
    const [from, to] = ["label:has(input[type=number])", "label:has(input[type=number]) ~ label:has(input[type=number])"];
    await page.evaluate(change(`#explorer ${from} input`, "10"));
    expect(await page.evaluate(`document.querySelector("#explorer ${to} input").value`)).toBe("22");
  });

  test("the explorer shows the tail of gelu, beside which formula, and which activation makes room", async () => {
    await page.evaluate(click("explorer", "The tail of gelu"));
    expect(await page.evaluate("location.hash")).toContain("from=-15&to=-5");
    const usual = await page.evaluate<string>(`document.querySelector("#explorer [data-plot=errors] + div").textContent`);
    expect(usual).toContain("The usual formula of gelu, which is that of geluTanh: const t = Math.tanh(");
    for (const name of ["relu", "elu", "silu", "tanh"]) await page.evaluate(click("explorer", name));
    expect(await page.evaluate(`document.querySelector("#explorer [role=status]").textContent`)).toContain("gelu made room for tanh");
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
    await page.evaluate(`document.querySelectorAll("#rows fieldset input:checked").forEach((box) => box.click())`);
    expect(await page.evaluate(`document.querySelector("#rows [role=status]").textContent`)).toContain("No entry counts");
  });

  test("networks learn to tell points apart", async () => {
    await page.evaluate(`document.getElementById("learn").scrollIntoView({ behavior: "instant" })`);
    await page.evaluate(click("learn", "Train"));
    await page.until(`Number(document.querySelector("#learn .part").dataset.steps) >= 600`, 60_000);
    await page.evaluate(click("learn", "Pause"));
    const right = await page.evaluate<string[]>(`Array.from(document.querySelectorAll("#learn .card p"), (p) => p.textContent)`);
    expect(right).toHaveLength(4);
    for (const text of right) expect(Number(/([\d.]+) % right/.exec(text)?.[1])).toBeGreaterThan(60);
  }, 90_000);

  test("a digit that is drawn is read, by pointer and by keys", async () => {
    const reading = () => page.evaluate<string>(`document.querySelector("#digits [role=status]").textContent`);
    expect(await reading()).toMatch(/^It reads 2, /);
    await page.evaluate(click("digits", "Clear"));
    expect(await reading()).toBe("Draw a digit.");
    const box = await page.evaluate<{ x: number; y: number }>(`(() => {
      document.querySelector("#digits canvas").scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y } = document.querySelector("#digits canvas").getBoundingClientRect();
      return { x, y };
    })()`);
    // A seven: along the top, then down to the left.
    const top = [70, 110, 150, 200].map((x) => [x, 60] as const);
    const path = [...top, [180, 100], [160, 140], [140, 180], [125, 230]] as const;
    await page.drag(path.map(([x, y]) => [box.x + x, box.y + y]));
    expect(await reading()).toMatch(/^It reads 7, /);

    const keys = ["Delete", ...Array(8).fill("ArrowUp"), " ", ...Array(16).fill("ArrowDown"), " "];
    await page.evaluate(`(() => {
      const canvas = document.querySelector("#digits canvas");
      canvas.focus();
      for (const key of ${JSON.stringify(keys)}) canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    })()`);
    expect(await reading()).toMatch(/^It reads 1, /);
  }, 60_000);

  test("a network that diverges says so, and none learns out of view", async () => {
    await page.evaluate(`(() => {
      document.getElementById("learn").scrollIntoView({ behavior: "instant" });
      const choose = (select, value) => {
        select.value = value;
        select.dispatchEvent(new Event("change"));
      };
      choose(document.querySelector("#learn .controls select option[value='0.1']").closest("select"), "0.1");
      const layers = Array.from(document.querySelectorAll("#learn label")).find((one) => one.textContent.startsWith("hidden layers")).querySelector("input");
      layers.value = "3";
      layers.dispatchEvent(new Event("input"));
      choose(document.querySelector("#learn [data-network] select"), "exponential");
    })()`);
    await page.evaluate(click("learn", "Train"));
    await page.until(`document.querySelector("#learn .card p").textContent.includes("it has diverged")`, 60_000);
    await page.evaluate(`document.getElementById("prove").scrollIntoView({ behavior: "instant" })`);
    const steps = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return page.evaluate(`document.querySelector("#learn .part").dataset.steps`);
    };
    expect(await steps()).toBe(await steps());
  }, 90_000);

  test("blocks of a certificate are computed again and are the same", async () => {
    await page.evaluate(click("prove", "Start"));
    expect(await page.evaluate(`Array.from(document.querySelectorAll("#prove select"), (one) => one.disabled)`)).toEqual([true, true]);
    await page.until(`/^(\\d+) of 256/.exec(document.querySelector("#prove [role=status]").textContent)?.[1] >= 2`, 60_000);
    expect(await page.evaluate(`document.querySelector("#prove [role=status]").textContent`)).toContain("all the same");
    await page.evaluate(click("prove", "Stop"));
    expect(await page.evaluate(`document.querySelector("#prove select").disabled`)).toBe(false);
  }, 90_000);

  test("famous functions are measured, and their errors stand beside their speed, as far as one lets them", async () => {
    await page.evaluate(click("benchmark", "Measure"));
    await page.until(`document.querySelector("#benchmark tr:nth-child(2) td")`, 30_000);
    await page.evaluate(click("benchmark", "Stop"));
    await page.until(`document.querySelector("#benchmark .part").dataset.measured`, 30_000);
    const rows = await page.evaluate<string[][]>(
      `Array.from(document.querySelectorAll("#benchmark tbody tr"), (row) => Array.from(row.cells, (cell) => cell.textContent))`,
    );
    expect(rows.map(([name]) => name)).toContain("leakyRelu");
    for (const [name, ...numbers] of rows) {
      for (const number of numbers.slice(0, 4)) expect(Number(number), name).toBeGreaterThan(0);
      expect(Number(numbers[4]), name).toBeLessThanOrEqual(0.51);
    }
    await page.evaluate(click("benchmark", "Share as address"));
    const shared = await page.evaluate<string>("new URLSearchParams(location.hash.slice(1)).get('run')");
    expect(JSON.parse(shared).rows).toHaveLength(rows.length);
  }, 90_000);

  if (engine === "Chromium")
    test.each([
      ["light", 1280],
      ["dark", 1280],
      ["light", 360],
      ["dark", 3840],
    ] as const)(
      "axe finds nothing wrong in %s colours %d pixels wide, and nothing is cut off",
      async (scheme, width) => {
        await (page as ChromiumPage).prefer(scheme);
        await (page as ChromiumPage).resize({ width, height: 900 });
        await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
        const found = await page.evaluate<string[]>(
          "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))",
        );
        expect(found).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      },
      60_000,
    );

  test("an address brings back what it was made of", async () => {
    await page.navigate(`${address}#f=elu,celu&elu.alpha=0.5&from=-3&to=2&show=02`);
    await visit(page);
    expect(await page.evaluate(`document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`)).toBe(
      "elu, celu from -3 to 2",
    );
    expect(await page.evaluate(`document.querySelector("#explorer input[type=range]").value`)).toBe("0.5");
  }, 90_000);

  test("another address of the explorer is followed", async () => {
    await page.evaluate(`location.hash = "#f=relu&from=-1&to=1"`);
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    await page.until(`${label} === "relu from -1 to 1"`, 30_000);
  }, 60_000);

  test("an address of a run shows it, and keeps it", async () => {
    const run = { engine: "an engine", backend: "simd", date: "2026-11-30", length: 64, rows: [["gelu", 0.5, null, 1, 2, 20]] };
    await page.navigate(`${address}#run=${encodeURIComponent(JSON.stringify(run))}`);
    const cells = `Array.from(document.querySelectorAll("#benchmark tbody td"), (cell) => cell.textContent)`;
    await page.until(`${cells}.length > 0`, 60_000);
    expect(await page.evaluate(cells)).toEqual(["1.00", "2.00", "20.00", "20.0", "0.500", "Infinity"]);
    expect(await page.evaluate(`document.querySelector("#benchmark [role=status]").textContent`)).toContain(
      "1 function of 64 numbers by simd, 2026-11-30: 20.0 times as fast",
    );
    await visit(page);
    expect(await page.evaluate("location.hash")).toMatch(/^#run=/);
  }, 90_000);

  test("an address of a part leads there", async () => {
    await page.navigate(`${address}#prove`);
    await page.until(`document.getElementById("prove").dataset.state`, 60_000);
    await page.until(
      `(({ top, bottom }) => top >= 0 && top < innerHeight && bottom <= innerHeight + 200)(document.getElementById("prove").getBoundingClientRect())`,
      10_000,
    );
    expect(await page.evaluate("location.hash")).toBe("#prove");
  }, 90_000);

  test("a file without numbers is refused in a sentence", async () => {
    await page.evaluate(`(() => {
      const [input, transfer] = [document.querySelector("#benchmark input[type=file]"), new DataTransfer()];
      transfer.items.add(new File([], "empty.txt"));
      input.files = transfer.files;
      input.dispatchEvent(new Event("change"));
    })()`);
    await page.until(
      `document.querySelector("#benchmark [role=status]").textContent.startsWith("empty.txt cannot be used: it is empty.")`,
      10_000,
    );
  });

  test("<activation-plot> draws on a page of its own", async () => {
    await page.navigate(`${address}functions/gelu.html`);
    await page.evaluate(`new Promise((resolve, reject) => {
      document.body.insertAdjacentHTML("beforeend", '<activation-plot name="gelu" from="-3" to="3"></activation-plot>');
      const script = Object.assign(document.createElement("script"), { type: "module", src: "../activation-plot.js", onload: resolve, onerror: reject });
      document.head.append(script);
    })`);
    const drawn = `Array.from(document.querySelector("activation-plot").shadowRoot.querySelectorAll("path"), (path) => path.getAttribute("d"))`;
    const paths = await page.evaluate<string[]>(drawn);
    expect(paths).toHaveLength(2);
    for (const path of paths) expect(path).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+){240}$/);
    const text = (attributes: string) =>
      page.evaluate<string>(`(() => {
      document.body.insertAdjacentHTML("beforeend", "<activation-plot ${attributes}></activation-plot>");
      return document.body.lastElementChild.shadowRoot.textContent;
    })()`);
    expect(await text("name=constructor")).toBe("There is no activation constructor.");
    expect(await text("name=gelu from=1 to=1")).toContain("from has to be less than to");
  }, 60_000);

  test("nothing of it was an error", async () => {
    expect(await page.errors()).toEqual([]);
  });
});

/**
 * Has an engine refuse what relaxed SIMD brought, whose numbers are 0xFD, and then 0x100 to 0x113
 * in base 128.
 */
const WITHOUT_RELAXED = `
  const validate = WebAssembly.validate;
  WebAssembly.validate = (bytes) =>
    validate(bytes) && !bytes.some((byte, i) => byte === 0xfd && (bytes[i + 1] & 0xe0) === 0x80 && bytes[i + 2] === 2);
`;

/** Has an engine refuse to make functions of text, as a Content Security Policy does. */
const WITHOUT_EVAL = `
  const refuse = () => {
    throw new EvalError("text is refused as code");
  };
  globalThis.Function = new Proxy(Function, { construct: refuse, apply: refuse });
`;

describe.skipIf(!chromium)("in a Chromium with less", () => {
  test("under a policy without eval the benchmark says why it cannot measure, and ends", async () => {
    const page = await ChromiumPage.open(chromium as string, `${address}#benchmark`, SIZE, [], WITHOUT_EVAL);
    await page.until(`document.getElementById("benchmark").dataset.state === "ready"`, 60_000);
    await page.evaluate(click("benchmark", "Measure"));
    const status = `document.querySelector("#benchmark [role=status]").textContent`;
    await page.until(`${status} === "It could not be measured: text is refused as code"`, 30_000);
    expect(await page.evaluate(`document.querySelector("#benchmark button.main").textContent`)).toBe("Measure");
    await page.close();
  }, 90_000);

  test.each([
    ["without relaxed SIMD", "simd", [], WITHOUT_RELAXED],
    ["without WebAssembly", "js", ["--js-flags=--jitless"], ""],
  ] as const)(
    "%s it shows the same",
    async (_, backend, args, before) => {
      const page = await ChromiumPage.open(chromium as string, address, SIZE, args, before);
      await visit(page);
      expect(await page.evaluate(`document.getElementById("info").textContent`)).toContain(`Computed here by ${backend}:`);
      expect(await page.evaluate(`document.querySelector("#neuron [role=status]").textContent`)).toContain("binaryStep(1.27) = 1.00");
      expect(await page.errors()).toEqual([]);
      await page.close();
    },
    180_000,
  );
});

test.skipIf(!chromium)(
  "under a policy without eval all parts start, and the explorer draws the usual formula of every activation",
  async () => {
    const strict = createServer(async ({ url }, response) => {
      const file = await fetch(new URL(url as string, address));
      const type = file.headers.get("content-type") ?? "text/plain";
      response.writeHead(file.status, { "content-type": type, "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'" });
      response.end(Buffer.from(await file.arrayBuffer()));
    }).listen(0);
    const { port } = strict.address() as AddressInfo;
    const page = await ChromiumPage.open(chromium as string, `http://localhost:${port}/`, SIZE);
    await visit(page);
    const legends = await page.evaluate<Record<string, string>>(`(() => {
      const choices = () => Array.from(document.querySelectorAll("#explorer .choices button"));
      const legend = () => document.querySelector("#explorer [data-plot=errors] .u-legend").textContent;
      return Object.fromEntries(choices().map(({ textContent: name }) => {
        if (choices().find((one) => one.textContent === name).ariaPressed !== "true")
          choices().find((one) => one.textContent === name).click();
        return [name, legend()];
      }));
    })()`);
    expect(Object.keys(legends).sort()).toEqual(Object.keys(activations).sort());
    for (const [name, legend] of Object.entries(legends)) expect(legend).toContain(`${name}, the usual formula`);
    expect(await page.errors()).toEqual([]);
    await page.close();
    strict.close();
  },
  120_000,
);
