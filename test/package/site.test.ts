/**
 * The page: every part does its job, in Chromium, Firefox and WebKitGTK, with relaxed SIMD,
 * without, and in JavaScript alone; in Chromium in both themes and at any width. The tests of each
 * part are in the folder site/; those of one browser share its page, one after another.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, findFirefox, findWebKit, findWebKitDriver } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "./chromiumPage.js";
import type { Page } from "./page.js";
import { testAccessibility } from "./site/accessibility.js";
import { SIZE, visit } from "./site/actions.js";
import { testAddresses } from "./site/addresses.js";
import { testBehaviour } from "./site/behaviour.js";
import { testBenchmark } from "./site/benchmark.js";
import { testCharts } from "./site/charts.js";
import { testDigits } from "./site/digits.js";
import { testElement } from "./site/element.js";
import { testExplorer } from "./site/explorer.js";
import { testFolder } from "./site/folder.js";
import { testLearning } from "./site/learn.js";
import { testWithLess } from "./site/less.js";
import { testNeuron } from "./site/neuron.js";
import { testPrinting } from "./site/print.js";
import { testProof } from "./site/prove.js";
import { testRows } from "./site/rows.js";
import { addressOf, startServer, stopServer } from "./site/server.js";
import { testStates } from "./site/states.js";
import { openFirefox, openWebKit } from "./webDriver.js";
import { WebDriverPage } from "./webDriverPage.js";

const [chromium, firefox, webkit, webkitDriver] = [findChromium(), findFirefox(), findWebKit(), findWebKitDriver()];
/** Each engine with what opens an address in it, where it is installed. */
const ENGINES: Readonly<Record<string, ((url: string) => Promise<Page>) | undefined>> = {
  Chromium: chromium ? (url) => ChromiumPage.open(chromium, url, SIZE) : undefined,
  Firefox: firefox ? async (url) => WebDriverPage.open(await openFirefox(firefox), url, SIZE) : undefined,
  WebKitGTK: webkit && webkitDriver ? async (url) => WebDriverPage.open(await openWebKit(webkit, webkitDriver), url, SIZE) : undefined,
};

beforeAll(startServer, 120_000);
afterAll(stopServer);

describe("the folder", testFolder);
describe("the behaviour that the explorer tells", testBehaviour);

describe.each(Object.entries(ENGINES))("in %s", (engine, open) => {
  // A report names the browser that is left out; npm run test:hosts demands it.
  if (!open) return test.skip("left out, it is not installed", () => {});
  let opened: Page;
  const page = () => opened;

  beforeAll(async () => {
    opened = await open(addressOf());
    await visit(opened);
  }, 120_000);

  afterAll(() => opened?.close());

  testNeuron(page);
  testExplorer(page);
  testRows(page);
  testDigits(page);
  testLearning(page);
  testProof(page);
  testBenchmark(page);
  if (engine === "Chromium") testAccessibility(page as () => ChromiumPage);
  testCharts(page);
  testAddresses(page);
  testStates(page);
  testPrinting(page, engine === "Chromium" ? (page as () => ChromiumPage) : undefined);
  testElement(page);

  test("nothing of it was an error", async () => {
    expect(await page().errors()).toEqual([]);
  });
});

describe.skipIf(!chromium)("in a Chromium with less", () => testWithLess(chromium as string));
