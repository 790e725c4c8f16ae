import { expect, test } from "vitest";
import type { Page } from "../page.js";
import { change, key, visit } from "./actions.js";
import { addressOf } from "./server.js";

/** The words of a part about an address that it could not read whole. */
const notice = (part: string) => `document.querySelector("#${part} [data-address]").textContent`;
const ready = (part: string) => `document.getElementById("${part}").dataset.state === "ready"`;
const values = (selector: string) => `Array.from(document.querySelectorAll("${selector}"), (one) => one.value).join()`;
const sliders = (part: string) =>
  `Array.from(document.querySelectorAll("#${part} [role=slider]"), (one) => Number(one.getAttribute("aria-valuenow"))).join()`;

/** The state of each part that has one, what reads it on the page, and the state that it is. */
const STATES = {
  neuron: {
    hash: "neuron=gelu&inputs=0.5,1,-1&weights=0.1,0.2,0.3&bias=0.4",
    read: `${values("#neuron select")} + " " + ${sliders("neuron")}`,
    is: "gelu 0.5,0.1,1,0.2,-1,0.3,0.4",
  },
  rows: {
    hash: "rows=1,0,0,0,0,-4&mask=101111&temperature=2.5",
    read: `${sliders("rows")} + " " + Array.from(document.querySelectorAll("#rows fieldset input"), (one) => Number(one.checked)).join("") + " " + ${values("#rows input[type=range]")}`,
    is: "1,0,0,0,0,-4 101111 2.5",
  },
  learn: {
    hash: "learn=elu,elu,gelu,sigmoid&points=moons&layers=3&units=5&seed=7&rate=0.03",
    read: `${values("#learn select")} + " " + ${values("#learn input")}`,
    is: "moons,0.03,elu,elu,gelu,sigmoid 3,5,7",
  },
  benchmark: { hash: "benchmark=losses&numbers=64", read: values("#benchmark select"), is: "losses,64" },
  prove: { hash: "prove=tanh&of=derivative", read: values("#prove select"), is: "tanh,derivative" },
} as const;

/** Acts that change a state, and what the address is then. */
const ACTS = {
  neuron: [key("bias", "ArrowUp"), "#neuron=gelu&inputs=0.5,1,-1&weights=0.1,0.2,0.3&bias=0.5"],
  rows: [key("score of dog", "PageUp"), "#rows=1,1,0,0,0,-4&mask=101111&temperature=2.5"],
  learn: [change("#learn [data-network] select", "relu"), "#learn=relu,elu,gelu,sigmoid&points=moons&layers=3&units=5&seed=7&rate=0.03"],
  benchmark: [change("#benchmark select", "gates"), "#benchmark=gates&numbers=64"],
  prove: [change("#prove select", "relu"), "#prove=relu&of=derivative"],
} as const;

/** Addresses hold the states of parts, and say what of them could not be read. */
export function testStates(page: () => Page): void {
  test.each(Object.keys(STATES) as (keyof typeof STATES)[])(
    "the address holds the state of %s",
    async (part) => {
      const { hash, read, is } = STATES[part];
      await page().navigate(addressOf(`#${hash}`));
      await page().until(ready(part), 60_000);
      expect(await page().evaluate(read)).toBe(is);
      expect(await page().evaluate(notice(part))).toBe("");
      const [act, kept] = ACTS[part];
      await page().evaluate(act);
      expect(await page().evaluate("location.hash")).toBe(kept);
      await page().evaluate(`location.hash = "${hash}"`);
      await page().until(`(${read}) === "${is}"`, 10_000);
    },
    90_000,
  );

  test.each([
    [
      "neuron",
      "neuron=gelo&inputs=1,2&bias=9",
      "neuron=gelo is none of binaryStep, relu, sigmoid, tanh, gelu; inputs=1,2 has 2 numbers, not 3; bias=9 is no number from -2 to 2",
    ],
    ["explorer", "f=", "nothing is no activation"],
    [
      "explorer",
      "f=elu,nosuch&to=high&colour=red",
      "nosuch is no activation; to=high is no number from -1e+300 to 1e+300; colour means nothing here",
    ],
    [
      "rows",
      "rows=1,2,3,4,x,5&mask=2",
      "x is no number from -4 to 4; rows=5 is no number from -4 to 4; mask=2 is no text of 6 digits, 0 or 1",
    ],
    ["learn", "learn=relu,prelu&layers=9", "prelu is no activation to learn with; layers=9 is no whole number from 1 to 3"],
    ["benchmark", "run=%7B%22rows", "run cannot be read: it may have been cut off"],
    ["explorer", "f=elu&from=1e301", "from=1e301 is no number from -1e+300 to 1e+300"],
    ["benchmark", "benchmark=none&numbers=7", "benchmark=none cannot be chosen; numbers=7 is none of 64, 4096, 65536, 1000000"],
    ["prove", "prove=math.exp&of=derivative", "of=derivative has no certificate of math.exp"],
    [
      "prove",
      "prove=softmax&of=integral",
      "prove=softmax cannot be chosen; of=integral is none of value, derivative, pairValue, pairDerivative",
    ],
  ])(
    "%s says what it left out of #%s, until something changes",
    async (part, hash, words) => {
      await page().evaluate(`location.hash = "${hash}"`);
      await page().until(`${ready(part)} && ${notice(part)} !== ""`, 60_000);
      const said = await page().evaluate<string>(notice(part));
      expect(said).toMatch(/^Left out of the address: .*\.$/);
      expect(said).toContain(words);
      expect(await page().evaluate(`document.querySelector("#${part} [data-address]").getAttribute("role")`)).toBe("status");
      await page().evaluate(`location.hash = "f=elu"`);
      await page().until(`${notice(part)} === ""`, 10_000);
    },
    90_000,
  );

  test("the address holds the states of all parts that are not as they began, the one that changed first", async () => {
    const hash = "rows=1,0,0,0,0,-4&mask=101111&temperature=2.5&f=elu,celu&from=-3&to=2&show=02&elu.alpha=0.5&prove=tanh&of=derivative";
    await page().navigate(addressOf(`#${hash}`));
    await page().until(ready("rows"), 60_000);
    await visit(page());
    const label = `document.querySelector("#explorer [data-plot=curves]").getAttribute("aria-label")`;
    expect(await page().evaluate(label)).toBe("elu, celu from -3 to 2");
    for (const part of ["rows", "prove"] as const)
      expect(await page().evaluate(STATES[part].read)).toBe(part === "rows" ? "1,0,0,0,0,-4 101111 2.5" : "tanh,derivative");
    expect(await page().evaluate("location.hash")).toBe(`#${hash}`);
    await page().evaluate(ACTS.prove[0]);
    const rest = "f=elu,celu&from=-3&to=2&show=02&elu.alpha=0.5&rows=1,0,0,0,0,-4&mask=101111&temperature=2.5";
    expect(await page().evaluate("location.hash")).toBe(`#prove=relu&of=derivative&${rest}`);
    // A link to a part, or to the state of one, leaves the others as they are.
    await page().evaluate(`document.querySelector("nav a[href='#learn']").click()`);
    await page().until(
      `location.hash === "#learn&f=elu,celu&from=-3&to=2&show=02&elu.alpha=0.5&rows=1,0,0,0,0,-4&mask=101111&temperature=2.5&prove=relu&of=derivative"`,
      10_000,
    );
    expect(await page().evaluate(`document.getElementById("address").textContent`)).toBe("");
    await page().evaluate(`location.hash = "rows=2,1.4,0.3,-0.5,-1,-2&mask=111111&temperature=1"`);
    await page().until(`location.hash.includes("f=elu,celu")`, 10_000);
    // What is as it began is in no address.
    await page().evaluate(ACTS.prove[0]);
    expect(await page().evaluate("location.hash")).toBe("#prove=relu&of=derivative&f=elu,celu&from=-3&to=2&show=02&elu.alpha=0.5");
  }, 120_000);

  test("a part that has not begun yet keeps what the address has of it", async () => {
    await page().navigate(addressOf("#rows=1,0,0,0,0,-4&mask=101111&temperature=2.5&prove=tanh&of=derivative"));
    await page().until(ready("rows"), 60_000);
    await page().evaluate(key("score of cat", "ArrowUp"));
    expect(await page().evaluate("location.hash")).toBe("#rows=1.1,0,0,0,0,-4&mask=101111&temperature=2.5&prove=tanh&of=derivative");
  }, 90_000);

  test.each([
    ["f=gelu&from=1e17", "gelu from 100000000000000000 to 112500000000000000", ""],
    [
      "f=gelu&from=1e17&to=100000000000000016",
      "gelu from 100000000000000000 to 112500000000000000",
      "to=100000000000000020 is not far above from=100000000000000000, so it is 112500000000000000 here",
    ],
    ["f=gelu&from=1e6", "gelu from 1000000 to 1125000", ""],
  ])(
    "a range of large numbers is one: #%s",
    async (hash, label, words) => {
      await page().evaluate(`location.hash = "${hash}"`);
      await page().until(`document.querySelector("#explorer [data-plot=curves]")?.getAttribute("aria-label") === "${label}"`, 60_000);
      expect(await page().evaluate(notice("explorer"))).toContain(words);
      expect(await page().evaluate(`document.querySelectorAll("#explorer [data-plot=curves] canvas").length`)).toBe(1);
    },
    90_000,
  );

  test("an address that leads to no part is told", async () => {
    const told = `document.getElementById("address").textContent`;
    await page().evaluate(`location.hash = "nosuch"`);
    await page().until(`${told} === "The address ends in #nosuch, which is no part of this page."`, 10_000);
    await page().evaluate(`location.hash = "use"`);
    await page().until(`${told} === ""`, 10_000);
  });

  test("a slider that is dragged for long changes the address no more often than browsers let it", async () => {
    await page().navigate(addressOf("#rows"));
    await page().until(ready("rows"), 60_000);
    await page().evaluate(`(() => {
      window.changes = 0;
      const replace = history.replaceState;
      history.replaceState = (...given) => {
        window.changes++;
        replace.apply(history, given);
      };
    })()`);
    await page().evaluate(`for (let i = 0; i < 200; i++) ${key("score of dog", "ArrowUp")}, ${key("score of dog", "ArrowDown")}`);
    await page().evaluate(key("score of dog", "End"));
    expect(await page().evaluate("window.changes")).toBeLessThan(40);
    await page().until(`location.hash.startsWith("#rows=2,4,")`, 3_000);
  }, 90_000);
}
