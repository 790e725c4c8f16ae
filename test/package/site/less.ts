import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { activations } from "hillock";
import { expect, test } from "vitest";
import { ChromiumPage } from "../chromiumPage.js";
import { click, SIZE, visit } from "./actions.js";
import { addressOf } from "./server.js";

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

/** Parts say what a browser lacks, and do without. */
export function testWithLess(chromium: string): void {
  test("under a policy without eval the benchmark says why it cannot measure, and ends", async () => {
    const page = await ChromiumPage.open(chromium, addressOf("#benchmark"), SIZE, [], WITHOUT_EVAL);
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
      const page = await ChromiumPage.open(chromium, addressOf(), SIZE, args, before);
      await visit(page);
      expect(await page.evaluate(`document.getElementById("info").textContent`)).toContain(`Computed here by ${backend}:`);
      expect(await page.evaluate(`document.querySelector("#neuron [role=status]").textContent`)).toContain("binaryStep(1.27) = 1.00");
      expect(await page.errors()).toEqual([]);
      await page.close();
    },
    180_000,
  );

  test("under a policy without eval all parts start, and the explorer draws the usual formula of every activation", async () => {
    const strict = createServer(async ({ url }, response) => {
      const file = await fetch(new URL(url as string, addressOf()));
      const type = file.headers.get("content-type") ?? "text/plain";
      response.writeHead(file.status, { "content-type": type, "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'" });
      response.end(Buffer.from(await file.arrayBuffer()));
    }).listen(0);
    const { port } = strict.address() as AddressInfo;
    const page = await ChromiumPage.open(chromium, `http://localhost:${port}/`, SIZE);
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
  }, 120_000);
}
