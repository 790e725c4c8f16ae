/**
 * Functions by their names elsewhere: every name of the specification, forms of every framework,
 * and what is refused.
 */
import erfc from "@stdlib/math-base-special-erfc";
import { describe, expect, test } from "vitest";
import activationEntries from "../specification/activations.json" with { type: "json" };
import gateEntries from "../specification/gates.json" with { type: "json" };
import rowEntries from "../specification/rows.json" with { type: "json" };
import type { NameElsewhere, NamesElsewhere, ParameterEntry } from "../specification/schema.js";
import * as gated from "../src/gated/index.js";
import {
  activations,
  dense,
  geglu,
  gumbelSoftmax,
  leakyRelu,
  logMeanExp,
  logSoftmax,
  logSumExp,
  relu,
  silu,
  softmax,
  softmax2d,
  softmin,
  swiglu,
  swish,
} from "../src/index.js";
import { FRAMEWORKS, frameworks, ROOTS } from "../src/resolve/frameworks.js";
import type { Value } from "../src/resolve/meaning.js";
import { type Framework, resolve } from "../src/resolve.js";
import { expectRefusal } from "./support/errors.js";

interface Named {
  readonly names: NamesElsewhere;
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  readonly activation?: string;
}

interface Resolved {
  readonly name: string;
  readonly spec: { readonly parameters: Readonly<Record<string, { readonly default: number }>> };
}

const entries: Readonly<Record<string, Named>> = { ...activationEntries, ...rowEntries, ...gateEntries } as never;
const find = (name: unknown, framework?: Framework) => resolve(name as string, { framework }) as unknown as Resolved;
const has = (name: string) => name in entries;
const parametersOf = ({ spec }: Resolved) =>
  Object.fromEntries(Object.entries(spec.parameters).map(([name, { default: value }]) => [name, value]));

/** Parameters to try: the defaults, and the examples of all at once. */
function sets(of: string): readonly Readonly<Record<string, number>>[] {
  const { parameters = {}, activation = "" } = entries[of] as Named;
  const rules = Object.entries({ ...entries[activation]?.parameters, ...parameters });
  const longest = Math.max(0, ...rules.map(([, { examples }]) => examples.length));
  return Array.from({ length: longest + 1 }, (_, i) =>
    Object.fromEntries(
      rules.map(([name, { default: value, examples }]) => [name, i === 0 ? value : (examples[(i - 1) % examples.length] ?? value)]),
    ),
  );
}

const libraries = frameworks.flatMap((framework) => FRAMEWORKS[framework].map((library) => ({ framework, library })));
const named = Object.entries(entries).flatMap(([of, { names }]) =>
  libraries.flatMap(({ framework, library }) =>
    (names[library] ?? []).flatMap((one: NameElsewhere) => {
      const meaning = typeof one === "string" ? { name: one } : one;
      return [meaning.name].flat().map((name) => ({ of, framework, full: `${ROOTS[library]}.${name}`, ...meaning, name }));
    }),
  ),
);
const alone = named.filter(
  ({ full, framework }) => named.filter((other) => other.full === full && other.framework === framework).length === 1,
);

/** A call as Python writes it. */
function written(name: string, options: Readonly<Record<string, Value | undefined>>): string {
  const words = Object.entries(options).map(([key, value]) => `${key}=${typeof value === "string" ? `'${value}'` : value}`);
  return `${name}(${words.join(", ")})`;
}

test("there are names of every framework", () => {
  expect(new Set(named.map(({ framework }) => framework))).toEqual(new Set(frameworks.filter((one) => one !== "hillock")));
});

describe.each(named)("$full of $framework", ({ of, framework, full, parameters = {}, when = {} }) => {
  test(`is ${of} with some parameters`, () => {
    const conditions = Object.fromEntries(
      Object.entries(when).flatMap(([key, values]) => (values.includes(null) ? [] : [[key, values[0]]])),
    );
    const there = Object.fromEntries(Object.entries(parameters).map(([theirs, ours]) => [ours, theirs]));
    const found = sets(of).flatMap((set) => {
      const given = Object.fromEntries(Object.entries(set).flatMap(([ours, value]) => (there[ours] ? [[there[ours], value]] : [])));
      try {
        return [{ set, f: find(written(full, { ...conditions, ...given }), framework) }];
      } catch {
        // A set that breaks a rule between parameters, or one for which there is another function.
        return [];
      }
    });
    const right = found.find(({ f }) => f.name === of);
    expect(right).toBeDefined();
    for (const ours of Object.keys(there))
      if (ours in (right?.set ?? {})) expect(right?.f.spec.parameters[ours]?.default).toBe(right?.set[ours]);
  });
});

describe.each(alone)("$full of $framework", ({ of, framework, full, defaults, when = {} }) => {
  test("has its defaults", () => {
    const conditions = Object.fromEntries(
      Object.entries(when).flatMap(([key, values]) => (values.includes(null) ? [] : [[key, values[0]]])),
    );
    expect(parametersOf(find(written(full, conditions), framework))).toEqual({ ...parametersOf(find(of, "hillock")), ...defaults });
  });
});

test.each(Object.keys(entries))("%s is hillock's own, and the very function", (name) => {
  const own = { ...activations, softmax, logSoftmax, logSumExp, ...gated } as unknown as Record<string, Resolved>;
  expect(find(name, "hillock").name).toBe(name);
  if (name in own) expect(find(name, "hillock")).toBe(own[name]);
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const leaky = (slope: number) => (x: number) => (x > 0 ? x : slope * x);
const gelu = (x: number) => (x / 2) * erfc(-x / Math.SQRT2);
const geluTanh = (x: number) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const clamp = (low: number, high: number) => (x: number) => Math.min(Math.max(x, low), high);

/** Forms as frameworks write them, and the formulas that their documents give. */
const forms: readonly (readonly [given: unknown, framework: Framework | undefined, of: string, formula: (x: number) => number])[] = [
  // PyTorch: names, and what repr prints.
  ["torch.nn.GELU", undefined, "gelu", gelu],
  ["nn.GELU", undefined, "gelu", gelu],
  ["F.gelu", undefined, "gelu", gelu],
  ["gelu", "pytorch", "gelu", gelu],
  ["GELU(approximate='none')", undefined, "gelu", gelu],
  ["GELU(approximate='tanh')", undefined, "geluTanh", geluTanh],
  ["nn.LeakyReLU", undefined, "leakyRelu", leaky(0.01)],
  ["LeakyReLU(negative_slope=0.2)", undefined, "leakyRelu", leaky(0.2)],
  ["LeakyReLU(negative_slope=0.01, inplace=True)", undefined, "leakyRelu", leaky(0.01)],
  ["torch.nn.modules.activation.ReLU", undefined, "relu", leaky(0)],
  ["ReLU(inplace=True)", undefined, "relu", leaky(0)],
  ["ReLU6()", undefined, "relu6", clamp(0, 6)],
  ["ELU(alpha=0.5)", undefined, "elu", (x) => (x > 0 ? x : 0.5 * Math.expm1(x))],
  ["CELU(alpha=2.0)", undefined, "celu", (x) => (x > 0 ? x : 2 * Math.expm1(x / 2))],
  ["Softplus(beta=2.0, threshold=20.0)", undefined, "softplus", (x) => Math.log1p(Math.exp(2 * x)) / 2],
  ["Softplus(1, 20)", "pytorch", "softplus", (x) => Math.log1p(Math.exp(x))],
  ["Hardtanh(min_val=-2.0, max_val=0.5)", undefined, "hardTanh", clamp(-2, 0.5)],
  ["Threshold(threshold=0.1, value=20)", undefined, "threshold", (x) => (x > 0.1 ? x : 20)],
  ["Hardshrink(1.0)", undefined, "hardShrink", (x) => (Math.abs(x) > 1 ? x : 0)],
  ["Softshrink(1.0)", undefined, "softShrink", (x) => (Math.abs(x) > 1 ? x - Math.sign(x) : 0)],
  ["Hardsigmoid()", undefined, "hardSigmoid", (x) => clamp(0, 1)(x / 6 + 0.5)],
  ["PReLU(num_parameters=64)", undefined, "prelu", leaky(0.25)],
  ["SiLU()", undefined, "silu", (x) => x * sigmoid(x)],
  ["torch.special.expit", undefined, "sigmoid", sigmoid],
  ["nn.Tanhshrink", undefined, "tanhShrink", (x) => x - Math.tanh(x)],
  ["RReLU(lower=0.1, upper=0.3)", undefined, "rrelu", leaky(0.2)],
  // Keras: names, and configs of versions 2 and 3.
  ["leaky_relu", "keras", "leakyRelu", leaky(0.2)],
  ["keras.layers.LeakyReLU", undefined, "leakyRelu", leaky(0.3)],
  ["tf.keras.activations.relu", undefined, "relu", leaky(0)],
  ["hard_sigmoid", "keras", "hardSigmoid", (x) => clamp(0, 1)(x / 6 + 0.5)],
  ["hard_sigmoid", "keras2", "hardSigmoid", (x) => clamp(0, 1)(0.2 * x + 0.5)],
  ["swish", "keras", "silu", (x) => x * sigmoid(x)],
  ["linear", "keras", "identity", (x) => x],
  [
    { class_name: "LeakyReLU", config: { name: "leaky_re_lu", trainable: true, dtype: "float32", alpha: 0.1 } },
    "keras2",
    "leakyRelu",
    leaky(0.1),
  ],
  [
    {
      module: "keras.layers",
      class_name: "LeakyReLU",
      config: { name: "l", trainable: true, negative_slope: 0.1 },
      registered_name: null,
      build_config: { input_shape: [null, 4] },
    },
    "keras",
    "leakyRelu",
    leaky(0.1),
  ],
  [{ class_name: "LeakyReLU", config: {} }, undefined, "leakyRelu", leaky(0.3)],
  [{ class_name: "ReLU", config: { max_value: null, negative_slope: 0, threshold: 0 } }, undefined, "relu", leaky(0)],
  [{ class_name: "ReLU", config: { max_value: null, negative_slope: 0.1, threshold: 0 } }, undefined, "leakyRelu", leaky(0.1)],
  [{ class_name: "ReLU", config: { max_value: 0.5, negative_slope: 0, threshold: 0 } }, undefined, "clippedRelu", clamp(0, 0.5)],
  [
    { class_name: "ReLU", config: { max_value: null, negative_slope: 0.5, threshold: 0.5 } },
    undefined,
    "generalizedRelu",
    (x) => (x > 0.5 ? x : 0.5 * (x - 0.5)),
  ],
  [
    { class_name: "ReLU", config: { max_value: 0.6, negative_slope: 0.5, threshold: 0.5 } },
    undefined,
    "generalizedRelu",
    (x) => (x > 0.5 ? Math.min(x, 0.6) : 0.5 * (x - 0.5)),
  ],
  [{ class_name: "ELU", config: { alpha: 0.5 } }, undefined, "elu", (x) => (x > 0 ? x : 0.5 * Math.expm1(x))],
  [
    { class_name: "PReLU", config: { alpha_initializer: { class_name: "Zeros" }, alpha_regularizer: null, shared_axes: [1, 2] } },
    undefined,
    "prelu",
    leaky(0),
  ],
  [{ class_name: "Activation", config: { name: "a", activation: "relu" } }, undefined, "relu", leaky(0)],
  [
    { class_name: "Activation", config: { activation: { class_name: "LeakyReLU", config: { negative_slope: 0.1 } } } },
    "keras",
    "leakyRelu",
    leaky(0.1),
  ],
  [{ module: "builtins", class_name: "function", config: "tanh", registered_name: "function" }, undefined, "tanh", Math.tanh],
  ["gelu(approximate=True)", "keras", "geluTanh", geluTanh],
  ["ReLU(max_value=inf, negative_slope=0.5, threshold=0.5)", "keras", "generalizedRelu", (x) => (x > 0.5 ? x : (x - 0.5) / 2)],
  // JAX.
  ["jax.nn.leaky_relu", undefined, "leakyRelu", leaky(0.01)],
  ["nn.gelu", undefined, "geluTanh", geluTanh],
  ["jax.nn.gelu", undefined, "geluTanh", geluTanh],
  ["jax.nn.gelu(approximate=False)", undefined, "gelu", gelu],
  ["flax.linen.elu", undefined, "elu", (x) => (x > 0 ? x : Math.expm1(x))],
  ["nn.hard_tanh", undefined, "hardTanh", clamp(-1, 1)],
  ["jax.nn.squareplus(b=1)", undefined, "squareplus", (x) => (x + Math.sqrt(x * x + 1)) / 2],
  // ONNX: nodes.
  [{ op_type: "LeakyRelu" }, undefined, "leakyRelu", leaky(0.01)],
  [{ opType: "LeakyRelu", attributes: { alpha: 0.5 } }, undefined, "leakyRelu", leaky(0.5)],
  [{ op_type: "LeakyRelu", attribute: [{ name: "alpha", f: 0.5, i: 0, s: "", type: "FLOAT" }] }, undefined, "leakyRelu", leaky(0.5)],
  [{ op_type: "LeakyRelu", attribute: [{ name: "alpha", f: 0.5, type: 1 }] }, undefined, "leakyRelu", leaky(0.5)],
  [{ op_type: "HardSigmoid", attribute: [] }, undefined, "hardSigmoid", (x) => clamp(0, 1)(0.2 * x + 0.5)],
  [{ op_type: "HardSigmoid", attributes: { alpha: 0.25, beta: 0.75 } }, undefined, "hardSigmoid", (x) => clamp(0, 1)(x / 4 + 0.75)],
  [{ op_type: "Gelu", attribute: [{ name: "approximate", s: "tanh", type: "STRING" }] }, undefined, "geluTanh", geluTanh],
  [{ op_type: "Gelu", attribute: [{ name: "approximate", s: "bm9uZQ==", type: "STRING" }] }, undefined, "gelu", gelu],
  [{ op_type: "Gelu", attribute: [{ name: "approximate", s: Uint8Array.of(110, 111, 110, 101), type: 3 }] }, undefined, "gelu", gelu],
  [{ op_type: "Gelu", domain: "com.microsoft" }, undefined, "gelu", gelu],
  [{ op_type: "QuickGelu", domain: "com.microsoft", attributes: { alpha: 2 } }, undefined, "swish", (x) => x * sigmoid(2 * x)],
  [{ op_type: "QuickGelu", attributes: { alpha: Math.fround(1.702) } }, undefined, "quickGelu", (x) => x * sigmoid(1.702 * x)],
  [{ op_type: "Swish", domain: "ai.onnx", attributes: { alpha: 2 } }, undefined, "swish", (x) => x * sigmoid(2 * x)],
  [{ op_type: "Swish" }, undefined, "silu", (x) => x * sigmoid(x)],
  [
    { op_type: "Selu", attributes: { alpha: Math.fround(1.6732632423543772), gamma: Math.fround(1.0507009873554805) } },
    undefined,
    "selu",
    (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  ],
  [{ op_type: "Clip", attributes: { min: 0, max: 0.5 } }, undefined, "hardTanh", clamp(0, 0.5)],
  [{ op_type: "Clip", attributes: { min: 0 } }, undefined, "hardTanh", (x) => Math.max(x, 0)],
  [
    { op_type: "Shrink", attributes: { lambd: 0.6, bias: 0.1 } },
    undefined,
    "shrink",
    (x) => (Math.abs(x) > 0.6 ? x - 0.1 * Math.sign(x) : 0),
  ],
  [{ op_type: "ThresholdedRelu" }, undefined, "thresholdedRelu", (x) => (x > 1 ? x : 0)],
  [{ op_type: "Celu", attributes: { alpha: 2 } }, undefined, "celu", (x) => (x > 0 ? x : 2 * Math.expm1(x / 2))],
  [{ op_type: "PRelu", input: ["x", "slope"] }, undefined, "prelu", leaky(0.25)],
  // TensorFlow.js.
  ["tf.leakyRelu", undefined, "leakyRelu", leaky(0.2)],
  ["leakyRelu(alpha=0.1)", "tfjs", "leakyRelu", leaky(0.1)],
  ["hardSigmoid", "tfjs", "hardSigmoid", (x) => clamp(0, 1)(0.2 * x + 0.5)],
  [{ className: "LeakyReLU", config: {} }, "tfjs", "leakyRelu", leaky(0.3)],
  [{ className: "ReLU", config: { maxValue: 0.5, name: "r", trainable: true } }, undefined, "clippedRelu", clamp(0, 0.5)],
  [{ className: "ReLU", config: { maxValue: undefined } }, undefined, "relu", leaky(0)],
  // Hugging Face.
  ["gelu", "huggingface", "gelu", gelu],
  ["gelu_python", undefined, "gelu", gelu],
  ...["gelu_fast", "gelu_pytorch_tanh", "gelu_accurate"].map((name) => [name, undefined, "geluTanh", geluTanh] as const),
  ["gelu_new", undefined, "geluTanh", geluTanh],
  ["quick_gelu", undefined, "quickGelu", (x) => x * sigmoid(1.702 * x)],
  ["relu2", undefined, "relu2", (x) => Math.max(x, 0) ** 2],
  ["swish", "huggingface", "silu", (x) => x * sigmoid(x)],
  [{ model_type: "llama", hidden_act: "silu", hidden_size: 4096 }, undefined, "silu", (x) => x * sigmoid(x)],
  [{ model_type: "gpt2", activation_function: "gelu_new" }, undefined, "geluTanh", geluTanh],
  ["mish", "huggingface", "mish", (x) => x * Math.tanh(Math.log1p(Math.exp(x)))],
];

test.each(forms.filter(([, , of]) => has(of)))("%j of %s is %s", (given, framework, of, formula) => {
  const f = resolve(given as string, framework ? { framework } : undefined);
  expect(f.name).toBe(of);
  for (const x of [-1.5, 0.7]) expect(f(x)).toBeCloseTo(formula(x), 13);
});

test("rows and gates have names too", () => {
  const x = Float64Array.of(1, 2, 3, 4);
  expect(resolve<typeof softmax>("nn.Softmax(dim=0)")(x, { shape: [2, 2] })).toEqual(softmax(x, { shape: [2, 2], axis: 0 }));
  expect(resolve<typeof softmax>({ op_type: "Softmax", attributes: { axis: -1 } })).toBe(softmax);
  for (const i of [0, 0n, "0", { low: 0, high: 0, unsigned: false }])
    expect(resolve<typeof softmax>({ op_type: "Softmax", attribute: [{ name: "axis", i, type: 2 }] })(x, { shape: [2, 2] })).toEqual(
      softmax(x, { shape: [2, 2], axis: 0 }),
    );
  for (const i of [-1, -1n, "-1", { low: -1, high: -1 }])
    expect(resolve<typeof softmax>({ op_type: "Softmax", attribute: [{ name: "axis", i, type: "INT" }] })).toBe(softmax);
  expect(resolve("softmax")).toBe(softmax);
  expect(resolve("Softmax2d()")).toBe(softmax2d);
  expect(resolve<typeof gumbelSoftmax>("F.gumbel_softmax(tau=2, dim=-1)")(x, { seed: 1 })).toEqual(
    gumbelSoftmax(x, { seed: 1, temperature: 2 }),
  );
  expect(resolve<typeof softmin>("nn.Softmin(dim=0)")(x, { shape: [2, 2] })).toEqual(softmin(x, { shape: [2, 2], axis: 0 }));
  expect(resolve<typeof logSoftmax>("F.log_softmax")).toBe(logSoftmax);
  expect(resolve<typeof logSumExp>("jax.nn.logsumexp")).toBe(logSumExp);
  expect(resolve<typeof logSumExp>("jax.nn.logmeanexp")).toBe(logMeanExp);
  expect(resolve<typeof swiglu>({ op_type: "SwiGLU", attributes: { alpha: 2 } })(1, 1)).toBe(swiglu(1, 1, { beta: 2 }));
  expect(resolve("geglu")).toBe(geglu);
  for (const form of ["nn.GLU()", "torch.nn.functional.glu", "jax.nn.glu", { class_name: "Activation", config: { activation: "glu" } }])
    expect(resolve(form as string), JSON.stringify(form)).toBe(gated.glu);
});

test("where nothing differs, it is the function that hillock exports", () => {
  expect(resolve("relu")).toBe(relu);
  expect(resolve("LeakyReLU(negative_slope=0.01)")).toBe(leakyRelu);
  expect(resolve("swish", { framework: "hillock" })).toBe(swish);
  expect(resolve({ op_type: "Swish", attributes: { alpha: 1 } })).toBe(silu);
});

test("a layer takes what it gives", () => {
  const [x, weights] = [Float64Array.of(-1), Float64Array.of(1)];
  const activation = resolve({ class_name: "LeakyReLU", config: { negative_slope: 0.25 } });
  expect(dense(x, weights, null, { inputs: 1, outputs: 1, activation })[0]).toBe(-0.25);
});

test.each<[string, RegExp]>([
  [
    "leaky_relu",
    /^hillock\.resolve: "leaky_relu" is leakyRelu \(pytorch, jax, huggingface\) or leakyRelu with negativeSlope 0\.2 \(keras, keras2\), expected a framework, such as \{ framework: "pytorch" \}$/,
  ],
  ["LeakyReLU", /leakyRelu \(pytorch\) or leakyRelu with negativeSlope 0\.3 \(keras, keras2, tfjs\)/],
  ["swish", /"swish" is silu \(keras, keras2, jax, tfjs, huggingface\) or swish \(hillock\)/],
  ["PReLU", /prelu \(pytorch\) or prelu with alpha 0 \(keras, keras2, tfjs\)/],
  ...(has("geluTanh") ? [["gelu", /gelu \(pytorch, .*huggingface, hillock\) or geluTanh \(jax\)/] as [string, RegExp]] : []),
  ...(has("hardSigmoid")
    ? [["hard_sigmoid", /hardSigmoid \(keras, jax\) or hardSigmoid with alpha 0\.2 \(keras2, tfjs\)/] as [string, RegExp]]
    : []),
])("%s alone is refused, as it means several", (name, message) => {
  expectRefusal(() => resolve(name), { kind: Error, code: "HILLOCK_NAME", message });
});

describe("is refused", () => {
  const place = "hillock.resolve: ";
  const form = 'expected a name such as "nn.LeakyReLU(negative_slope=0.2)", a config of Keras or a node of ONNX';
  const cases: readonly (readonly [
    title: string,
    given: unknown,
    options: unknown,
    kind: ErrorConstructor,
    code: string,
    message: string | RegExp,
  ])[] = [
    ["another kind", 3, undefined, TypeError, "HILLOCK_TYPE", `${place}name is 3, ${form}`],
    ["no name", "a b", undefined, TypeError, "HILLOCK_TYPE", `${place}name is "a b", ${form}`],
    ["an object of another form", { relu: true }, undefined, TypeError, "HILLOCK_TYPE", `${place}name is an Object, ${form}`],
    ["an argument that is no value", "ELU(alpha=x)", undefined, TypeError, "HILLOCK_TYPE", `${place}name is "ELU(alpha=x)", ${form}`],
    [
      "an unknown name",
      "sigmiod",
      undefined,
      RangeError,
      "HILLOCK_NAME",
      /^hillock\.resolve: unknown name "sigmiod", expected one such as sigmoid, /,
    ],
    [
      "a name of another framework",
      "Elu",
      { framework: "jax" },
      RangeError,
      "HILLOCK_NAME",
      /^hillock\.resolve: unknown name "Elu" in jax, expected one such as elu, /,
    ],
    ["a name of Object.prototype", "constructor", undefined, RangeError, "HILLOCK_NAME", /^hillock\.resolve: unknown name "constructor"/],
    [
      "a class of another module",
      { module: "mine.layers", class_name: "ReLU", config: {} },
      undefined,
      RangeError,
      "HILLOCK_NAME",
      /unknown name "mine\.layers\.ReLU" in keras, keras2, tfjs/,
    ],
    [
      "a class of another package",
      { class_name: "ReLU", registered_name: "mine>ReLU" },
      undefined,
      RangeError,
      "HILLOCK_NAME",
      /unknown name "mine>ReLU"/,
    ],
    [
      "a form of another framework",
      { op_type: "Relu" },
      { framework: "keras" },
      TypeError,
      "HILLOCK_OPTION",
      `${place}framework is "keras", expected onnx, whose form this is`,
    ],
    [
      "an unknown option",
      "relu(slope=1)",
      { framework: "pytorch" },
      TypeError,
      "HILLOCK_OPTION",
      `${place}unknown option "slope" of relu, expected none`,
    ],
    [
      "an unknown attribute",
      { op_type: "Elu", attributes: { beta: 1 } },
      undefined,
      TypeError,
      "HILLOCK_OPTION",
      `${place}unknown option "beta" of Elu, expected one of alpha`,
    ],
    [
      "an option that hillock lacks",
      "Softplus(beta=1, threshold=10)",
      undefined,
      RangeError,
      "HILLOCK_PARAMETER",
      `${place}threshold of Softplus is 10, expected 20 or nothing`,
    ],
    ...["inf", "-inf", "nan"].map(
      (number) =>
        [
          `${number}, where a parameter does not allow it`,
          `Hardshrink(${number})`,
          undefined,
          RangeError,
          "HILLOCK_PARAMETER",
          /^hillock\.hardShrink\.with: lambda is (Infinity|-Infinity|NaN), expected a finite number/,
        ] as const,
    ),
    [
      "an option of another kind",
      "Softmax(dim=None)",
      undefined,
      TypeError,
      "HILLOCK_PARAMETER",
      `${place}dim of Softmax is null, expected a number`,
    ],
    [
      "an integer that is none",
      { op_type: "Softmax", attribute: [{ name: "axis", i: { value: 1 }, type: 2 }] },
      undefined,
      TypeError,
      "HILLOCK_PARAMETER",
      /^hillock\.resolve: axis of Softmax is .*, expected a number/,
    ],
    [
      "an option twice",
      { class_name: "LeakyReLU", config: { alpha: 0.1, negative_slope: 0.2 } },
      undefined,
      TypeError,
      "HILLOCK_OPTION",
      /no function of hillock's is LeakyReLU with these options together/,
    ],
    [
      "too many arguments",
      "LeakyReLU(0.1, True, 3)",
      { framework: "pytorch" },
      TypeError,
      "HILLOCK_OPTION",
      /no function of hillock's is LeakyReLU/,
    ],
    [
      "limits as inputs",
      { op_type: "Clip", input: ["x", "low", "high"] },
      undefined,
      TypeError,
      "HILLOCK_OPTION",
      `${place}Clip has its limits as inputs, expected them as attributes min and max`,
    ],
    [
      "a parameter out of its range",
      "Softplus(beta=-1)",
      undefined,
      RangeError,
      "HILLOCK_PARAMETER",
      /beta is -1, expected a finite number/,
    ],
    [
      "an unknown framework",
      "relu",
      { framework: "torch" },
      TypeError,
      "HILLOCK_OPTION",
      `${place}framework is "torch", expected one of ${frameworks.join(", ")}`,
    ],
    [
      "an option of the call",
      "relu",
      { frame: "jax" },
      TypeError,
      "HILLOCK_OPTION",
      `${place}unknown option "frame", expected one of framework`,
    ],
  ];
  test.each(cases)("%s", (_, given, options, kind, code, message) => {
    expectRefusal(() => resolve(given as string, options as never), {
      kind,
      code: code as never,
      message,
    });
  });
});
