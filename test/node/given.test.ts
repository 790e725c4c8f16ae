/** Fields of the page's addresses, and what is said of those that cannot be read. */
import { expect, test } from "vitest";
import { BEGINNING, fieldsOf, stateOf } from "../../site/client/explorer/state.js";
import { Given } from "../../site/client/given.js";

const given = (text: string) => new Given(new URLSearchParams(text));

test("a field that is missing is as usual, and nothing is said of it", () => {
  const fields = given("a=1");
  expect([fields.number("a", 5), fields.number("b", 5), fields.oneOf("c", ["x", "y"], "y"), fields.numbers("d", [1, 2])]).toEqual([
    1,
    5,
    "y",
    [1, 2],
  ]);
  expect(fields.finish()).toEqual([]);
});

test.each([
  ["a=x", "a=x is no number"],
  ["a=", "a= is no number"],
  ["a=Infinity", "a=Infinity is no number"],
])("%s is refused: %s", (text, refusal) => {
  const fields = given(text);
  expect(fields.number("a", 5)).toBe(5);
  expect(fields.finish()).toEqual([refusal]);
});

test("numbers have limits, lists a length, texts a choice; long ones are cut", () => {
  const fields = given(`a=7&b=1.5&c=1,9,x&d=1&e=z&f=${"q".repeat(100)}`);
  expect(fields.number("a", 5, { min: 0, max: 6 })).toBe(5);
  expect(fields.number("b", 2, { min: 0, max: 6, whole: true })).toBe(2);
  expect(fields.numbers("c", [4, 5, 6], { min: 0, max: 6 })).toEqual([1, 5, 6]);
  expect(fields.numbers("d", [4, 5])).toEqual([4, 5]);
  expect(fields.oneOf("e", ["x", "y"], "x")).toBe("x");
  expect(fields.oneOf("f", ["x", "y"], "x")).toBe("x");
  expect(fields.finish()).toEqual([
    "a=7 is no number from 0 to 6",
    "b=1.5 is no whole number from 0 to 6",
    "c=9 is no number from 0 to 6",
    "c=x is no number from 0 to 6",
    "d=1 has 1 numbers, not 2",
    "e=z is none of x, y",
    `f=${"q".repeat(38)}… is none of x, y`,
  ]);
});

test("fields that nothing reads are told", () => {
  const fields = given("a=1&colour=red&colour=blue");
  fields.text("a");
  expect(fields.finish()).toEqual(["colour means nothing here"]);
});

test.each([
  ["f=gelu,nosuch,gelu", ["nosuch is no activation", "gelu stands there twice"]],
  ["f=relu,elu,selu,celu,gelu", ["gelu is beyond the 4 that there is room for"]],
  ["f=elu&from=3&to=2", ["to=2 is not above from=3, so it is 4 here"]],
  ["f=elu&show=07", ["show=07 has other digits than 0, 1 and 2"]],
  ["f=elu&elu.beta=2&celu.alpha=1", ["beta is no parameter of elu", "celu.alpha is of no function that is drawn"]],
  ["f=elu&elu.alpha=low", ["elu.alpha=low is no number"]],
  ["f=hardTanh&hardTanh.minValue=2", [expect.stringMatching(/^hardTanh's parameters, for .*minValue/)]],
  ["f=elu,celu&elu.alpha=0.5&from=-3&to=2&show=02", []],
])("the explorer reads %s, and says %j", (text, refusals) => {
  const fields = given(text);
  const state = stateOf(fields, BEGINNING);
  expect(fields.finish()).toEqual(refusals);
  expect(state.to).toBeGreaterThan(state.from);
});

test("other names are read as the one function that they mean", () => {
  const meant = (text: string) => ({ GELU: ["gelu"], unclear: ["elu", "selu"] })[text] ?? [];
  const fields = given("f=GELU,unclear,nosuch,gelu");
  expect(stateOf(fields, BEGINNING, meant).names).toEqual(["gelu"]);
  expect(fields.finish()).toEqual(["unclear may mean elu or selu", "nosuch is no activation", "gelu stands there twice"]);
});

test("a state of the explorer comes back from its fields, and stays where an address has no function", () => {
  const state = { names: ["elu", "swish"], parameters: { elu: { alpha: 0.5 } }, from: -1, to: 2, methods: [false, true, true] };
  expect(stateOf(new Given(new URLSearchParams(fieldsOf(state))), BEGINNING)).toEqual(state);
  expect(stateOf(given("f=nosuch"), state)).toEqual(state);
});
