import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { activations } from "hillock";
import { expect, test } from "vitest";
import { ChromiumPage } from "../chromiumPage.js";
import { click, PARTS, SIZE, visit } from "./actions.js";
import { addressOf } from "./server.js";
import { uncounted } from "./weight.js";

/**
 * Has an engine refuse what relaxed SIMD brought, whose numbers are 0xFD, and then 0x100 to 0x113
 * in base 128.
 */
const WITHOUT_RELAXED = `
  const validate = WebAssembly.validate;
  WebAssembly.validate = (bytes) =>
    validate(bytes) && !bytes.some((byte, i) => byte === 0xfd && (bytes[i + 1] & 0xe0) === 0x80 && bytes[i + 2] === 2);
`;

/**
 * Serves the site with a Content Security Policy, and does something with its page; `end` ends the
 * server.
 */
async function underPolicy(
  chromium: string,
  policy: string,
  visitor: (page: ChromiumPage, end: () => void) => Promise<void>,
  path = "",
): Promise<void> {
  const strict = createServer(async ({ url }, response) => {
    const file = await fetch(new URL(url as string, addressOf()));
    const type = file.headers.get("content-type") ?? "text/plain";
    response.writeHead(file.status, { "content-type": type, "content-security-policy": policy });
    response.end(Buffer.from(await file.arrayBuffer()));
  }).listen(0);
  const { port } = strict.address() as AddressInfo;
  const page = await ChromiumPage.open(chromium, `http://localhost:${port}/${path}`, SIZE);
  const end = () => {
    strict.close();
    strict.closeAllConnections();
  };
  try {
    await visitor(page, end);
  } finally {
    await page.close();
    end();
  }
}

/** Measures the first famous functions, and gives the cells of their rows. */
async function measured(page: ChromiumPage): Promise<string[][]> {
  await page.evaluate(click("benchmark", "Measure"));
  await page.until(`document.querySelector("#benchmark tr:nth-child(2) td")`, 60_000);
  await page.evaluate(click("benchmark", "Stop"));
  await page.until(`document.querySelector("#benchmark .part").dataset.measured`, 60_000);
  return page.evaluate(
    `Array.from(document.querySelectorAll("#benchmark tbody tr"), (row) => Array.from(row.cells, (cell) => cell.textContent))`,
  );
}

const textOf = (selector: string) => `document.querySelector("${selector}").textContent`;

/** Parts say what a browser lacks, and do without. */
export function testWithLess(chromium: string): void {
  test.each([
    ["without relaxed SIMD", "simd", [], WITHOUT_RELAXED],
    ["without WebAssembly", "js", ["--js-flags=--jitless"], ""],
  ] as const)(
    "%s it shows the same",
    async (_, backend, args, before) => {
      const page = await ChromiumPage.open(chromium, addressOf(), SIZE, args, before);
      await visit(page);
      expect(await page.evaluate(textOf("#info"))).toContain(`Computed here by ${backend}, which stands for `);
      const proof = await page.evaluate<string>(textOf("#prove .part [role=status]"));
      expect(proof).toContain(backend === "js" ? "Not here: certificates are of results by WebAssembly" : "Not begun");
      expect(await page.evaluate(`document.querySelector("#prove button").disabled`)).toBe(backend === "js");
      expect(await page.evaluate(`document.querySelector("#neuron .part [role=status]").textContent`)).toContain("binaryStep(1.27) = 1.00");
      expect(await page.errors()).toEqual([]);
      await page.close();
    },
    180_000,
  );

  test("under a policy without eval all parts work: the explorer draws every usual formula, the benchmark measures", async () => {
    await underPolicy(chromium, "script-src 'self' 'wasm-unsafe-eval'", async (page) => {
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
      for (const [name, ...numbers] of await measured(page))
        for (const number of numbers.slice(0, 4)) expect(Number(number), name).toBeGreaterThan(0);
      expect(await page.errors()).toEqual([]);
    });
  }, 180_000);

  test.each([
    "",
    "functions/gelu.html",
    "functions/shrink.html",
    "functions/softmax.html",
    "guides/performance.html",
    "guides/temperature.html",
  ])(
    "a policy that allows no style but that of files has nothing to report of /%s",
    async (path) => {
      await underPolicy(
        chromium,
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:",
        async (page) => {
          if (path === "") await visit(page);
          expect(await page.evaluate("getComputedStyle(document.body).maxWidth")).not.toBe("none");
          expect(await page.errors()).toEqual([]);
        },
        path,
      );
    },
    90_000,
  );

  test("under a policy without WebAssembly the page says that JavaScript computes, and why; the proof that it cannot", async () => {
    await underPolicy(chromium, "script-src 'self'", async (page) => {
      await visit(page);
      const words = "a policy of this page, or a setting of the browser, lets no WebAssembly be compiled. In the words of the engine: ";
      expect(await page.evaluate(textOf("#info"))).toContain(`Computed here by js, which stands for JavaScript alone, as ${words}`);
      const proof = await page.evaluate<string>(textOf("#prove .part [role=status]"));
      expect(proof).toContain("Not here: certificates are of results by WebAssembly");
      expect(proof).toContain(words);
      expect((await measured(page)).length).toBeGreaterThan(0);
      expect(await page.evaluate(textOf("#benchmark .part [role=status]"))).toContain("by js");
      // One violation is reported, that of the first kernel.
      for (const error of await page.errors()) expect(error).toMatch(/WebAssembly/);
    });
  }, 180_000);

  test("when the network is gone after the page was loaded, every part does its job", async () => {
    await underPolicy(chromium, "script-src 'self' 'wasm-unsafe-eval'", async (page, end) => {
      await page.until(`${JSON.stringify(PARTS)}.every((part) => document.getElementById(part).dataset.state)`, 60_000);
      end();
      const fetched = await page.evaluate<string[]>(`performance.getEntriesByType("resource").map(({ name }) => name)`);
      expect(fetched.length).toBeGreaterThan(20);
      expect(uncounted(fetched)).toEqual([]);
      await visit(page);
      for (const part of PARTS) expect(await page.evaluate(`document.getElementById("${part}").dataset.state`), part).toBe("ready");
      // Networks learn while one can see them.
      await page.evaluate(`document.getElementById("learn").scrollIntoView({ behavior: "instant" })`);
      await page.evaluate(click("learn", "Train"));
      await page.until(`Number(document.querySelector("#learn .part").dataset.steps) >= 40`, 30_000);
      await page.evaluate(click("learn", "Pause"));
      for (let i = 0; i < 2; i++) {
        await page.evaluate(click("prove", "Start"));
        await page.until(
          `/^(\\d+) of 256 blocks of gelu, its value, all the same/.exec(${textOf("#prove .part [role=status]")})?.[1] >= 1`,
          60_000,
        );
        await page.evaluate(click("prove", "Stop"));
      }
      expect((await measured(page)).length).toBeGreaterThan(0);
      expect(await page.evaluate(textOf("#digits .part [role=status]"))).toMatch(/^It reads 2, /);
    });
  }, 180_000);

  test("without the network the page is not there to load again: it installs nothing, and says so", async () => {
    await underPolicy(chromium, "script-src 'self' 'wasm-unsafe-eval'", async (page) => {
      await visit(page);
      expect(await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")).toBe(0);
      expect(await page.evaluate("caches.keys().then((all) => all.length)")).toBe(0);
      expect(await page.evaluate(textOf("footer"))).toContain("to load it again takes the server");
    });
  }, 90_000);

  test("without JavaScript the page says so, leads to the reference, and keeps no room for its parts", async () => {
    const page = await ChromiumPage.open(chromium, "data:text/html,", SIZE);
    await page.send("Emulation.setScriptExecutionDisabled", { value: true });
    await page.navigate(addressOf());
    expect(await page.evaluate(`document.querySelector("noscript").innerText`)).toMatch(/^JavaScript is off here/);
    const shown = `Array.from(document.querySelectorAll(".part, .waiting"), (one) => getComputedStyle(one).display)`;
    expect(new Set(await page.evaluate<string[]>(shown))).toEqual(new Set(["none"]));
    const links = `Array.from(document.querySelectorAll("noscript a"), (one) => one.getAttribute("href"))`;
    expect(await page.evaluate(links)).toContain("functions/index.html");
    await page.close();
  }, 60_000);

  test("opened from a file, the page looks as it does and says how to serve it", async () => {
    const page = await ChromiumPage.open(chromium, pathToFileURL("site/dist/index.html").href, SIZE);
    const notice = `document.querySelector(".waiting")`;
    await page.until(`getComputedStyle(${notice}).visibility === "visible" && ${notice}.clientHeight > 20`, 10_000);
    expect(await page.evaluate(`${notice}.textContent`)).toContain("npm run site -- --serve");
    expect(await page.evaluate(`getComputedStyle(document.querySelector("h1")).fontSize`)).not.toBe("32px");
    await page.navigate(addressOf());
    await page.until(`!${notice}`, 30_000);
    await page.close();
  }, 60_000);
}
