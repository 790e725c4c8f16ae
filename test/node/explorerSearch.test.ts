/** The search of the page's explorer. */
import { expect, test } from "vitest";
import { shown } from "../../site/build/functions.js";
import { ofKinds } from "../../site/build/others.js";
import { found, namedBy } from "../../site/client/explorer/search.js";

const facts = { functions: shown, others: ofKinds, proven: [] };
const search = (text: string) => found(facts, text);

test.each([
  ["relu", "relu"],
  ["heaviside", "binaryStep"],
  ["unit step", "binaryStep"],
  ["expit", "sigmoid"],
  ["BERT", "gelu"],
  ["nn.SiLU", "silu"],
  ["F.gelu", "gelu"],
  ["torch.nn.functional.leaky_relu", "leakyRelu"],
  ["tf.nn.leaky_relu", "leakyRelu"],
  ["tf.nn.softmax", "softmax"],
  ["tf.nn.log_softmax", "logSoftmax"],
  ["hard sigmoid", "hardSigmoid"],
  ["Softmax", "softmax"],
  ["logsumexp", "logSumExp"],
  ["nn.CrossEntropyLoss", "softmaxCrossEntropy"],
  ["SwiGLU", "swiglu"],
  ["tanh", "tanh"],
  ["elu", "elu"],
  ["glu", "glu"],
])("%s finds %s first", (text, name) => {
  expect(search(text).first).toBe(name);
});

test.each([...shown, ...ofKinds].map(({ name }) => name))(
  "the own name %s finds its function before those that have it elsewhere",
  (name) => {
    expect(search(name).first).toBe(name);
  },
);

test("the nearest stands before others, and no text finds all in their order", () => {
  expect(search("elu").activations[0]).toBe("elu");
  expect(search("elu").activations).toContain("celu");
  expect(search("relu").activations.slice(0, 3)).toEqual(["relu", "relu2", "relu6"]);
  expect(search("").activations).toEqual(shown.map(({ name }) => name));
  expect(search("no such name")).toEqual({ activations: [], others: [], first: undefined });
});

test.each([
  ["nn.GELU", ["gelu"]],
  ["GELU", ["gelu"]],
  ["jax.nn.swish", ["silu"]],
  ["heaviside", ["binaryStep"]],
  ["gel", []],
  ["erf", []],
  ["softmax", []],
  ["", []],
])("the whole name %s means %j", (text, names) => {
  expect(namedBy(facts, text)).toEqual(names);
});

test("parts of words are found from four letters on, and where there is nothing else", () => {
  expect(search("erf").activations).toEqual(["gelu"]);
  expect(search("sig").activations).not.toContain("mish");
  expect(search("sig").activations).toEqual(expect.arrayContaining(["sigmoid", "hardSigmoid"]));
  const relu = search("relu").activations;
  expect(relu.indexOf("rrelu")).toBeGreaterThan(relu.indexOf("thresholdedRelu"));
  expect(search("rel").activations).not.toContain("rrelu");
  expect(search("gmo").activations).toContain("sigmoid");
});

test("several words are sought together, the last as far as it is written", () => {
  expect(search("hard sig").activations[0]).toBe("hardSigmoid");
  expect(search("cross ent").others).toContain("softmaxCrossEntropy");
});
