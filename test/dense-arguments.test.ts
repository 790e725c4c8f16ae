/**
 * Calls of the layer that cannot be right are refused by name, with the arithmetic, before a byte
 * is written.
 */
import { describe, expect, test } from "vitest";
import { defineActivation, gelu, leakyRelu, dense as publicDense, relu } from "../src/index.js";
import type { Floats } from "./support/activations.js";
import { types } from "./support/arrays.js";
import { detached, expectRefusal } from "./support/errors.js";
import type { AnyDense } from "./support/layer.js";
import { all, backward, forward, type Given, lengths, refuses, says, sizes } from "./support/layerCalls.js";

const dense = publicDense as unknown as AnyDense;

const subjects = [forward, backward];
const cases = subjects.flatMap((subject) => types.map((type) => ({ where: subject.where, name: type.name, subject, type })));

const wrongKinds: readonly (readonly [string, unknown, true?])[] = [
  ["true", true],
  ["0.5", 0.5],
  ['"0.5"', "0.5"],
  ["a function", () => 0],
  ["an Array", [0.25], true],
  ["an Int32Array", new Int32Array(6), true],
  ["a DataView", new DataView(new ArrayBuffer(24))],
  ["an Object", Object.create(Float32Array.prototype)],
];

describe.each(cases)("$where, $name", ({ subject, type }) => {
  const error = says(subject);
  const given = (changes: Given = {}): Given => ({ ...all(subject, type), ...changes });
  const other = type.name === "Float32Array" ? Float64Array : Float32Array;
  const [first] = subject.arguments;

  test("takes what the others are made of", () => {
    expect(() => subject.call(given())).not.toThrow();
  });

  test("wrong kinds of arrays", () => {
    for (const name of [...subject.inputs, ...subject.outputs])
      for (const [words, value, convertible] of [...wrongKinds, ["null", null] as const, ["undefined", undefined] as const]) {
        if (name === "bias" && value === null) continue;
        if (!subject.arguments.includes(name) && value === undefined) continue;
        const cure = convertible ? "; convert it with Float32Array.from or Float64Array.from" : "";
        const like = `expected a ${type.name} like ${first}${name === "bias" ? ", or null for no bias" : ""}`;
        const expected = name === first ? `expected a Float32Array or Float64Array${cure}` : like;
        refuses(subject, given({ [name]: value }), error(TypeError, "HILLOCK_TYPE", `${name} is ${words}, ${expected}`));
      }
  });

  test("arrays of the other type", () => {
    for (const name of [...subject.inputs, ...subject.outputs].filter((name) => name !== first)) {
      const expected = `a ${type.name} like ${first}${name === "bias" ? ", or null for no bias" : ""}`;
      const array = new other(subject.lengths[name][0]);
      refuses(subject, given({ [name]: array }), error(TypeError, "HILLOCK_TYPE", `${name} is a ${other.name}, expected ${expected}`));
    }
  });

  test("lengths that are not what the sizes say", () => {
    for (const [name, [length, because]] of Object.entries(subject.lengths))
      for (const wrong of [0, 1, length - 1, length + 1, 2 * length])
        refuses(
          subject,
          given({ [name]: new type(wrong) }),
          error(RangeError, "HILLOCK_LENGTH", `${name} has length ${wrong}, expected ${because}`),
        );
  });

  test("weights in the other layout are counted the other way", () => {
    refuses(
      subject,
      given({ weights: new type(12), weightsLayout: "outputsInputs" }),
      error(RangeError, "HILLOCK_LENGTH", "weights has length 12, expected outputs * inputs = 5 * 3 = 15"),
    );
  });

  test("a batch that x does not have", () => {
    const without = given({ batch: undefined });
    refuses(
      subject,
      { ...without, x: new type(7) },
      error(RangeError, "HILLOCK_LENGTH", "x has length 7, expected a multiple of inputs = 3"),
    );
    const name = subject === forward ? "preactivation" : "dy";
    refuses(
      subject,
      { ...without, x: new type(9) },
      error(RangeError, "HILLOCK_LENGTH", `${name} has length 10, expected batch * outputs = 3 * 5 = 15`),
    );
    const message = "batch is missing, expected the number of rows: with inputs = 0, x does not tell it";
    refuses(subject, { ...without, inputs: 0, x: new type(0), weights: new type(0) }, error(TypeError, "HILLOCK_SHAPE", message));
  });

  test("sizes that are none", () => {
    for (const name of ["inputs", "outputs", "batch"]) {
      for (const value of [-1, 1.5, NaN, Infinity, -Infinity, 2 ** 53])
        refuses(
          subject,
          given({ [name]: value }),
          error(RangeError, "HILLOCK_SHAPE", `${name} is ${value}, expected a whole number, 0 or more`),
        );
      for (const [words, value] of [
        ["null", null],
        ['"3"', "3"],
        ["3n", 3n],
        ["an Array", [3]],
      ] as const)
        refuses(subject, given({ [name]: value }), error(TypeError, "HILLOCK_SHAPE", `${name} is ${words}, expected a number`));
    }
    for (const name of ["inputs", "outputs"])
      refuses(
        subject,
        given({ [name]: undefined }),
        error(TypeError, "HILLOCK_SHAPE", `${name} is missing, expected the number of ${name}`),
      );
  });

  test("layouts that are none", () => {
    const expected = 'expected "inputsOutputs" or "outputsInputs"';
    refuses(subject, given({ weightsLayout: "rowMajor" }), error(RangeError, "HILLOCK_OPTION", `weightsLayout is "rowMajor", ${expected}`));
    refuses(subject, given({ weightsLayout: null }), error(TypeError, "HILLOCK_OPTION", `weightsLayout is null, ${expected}`));
    refuses(subject, given({ weightsLayout: true }), error(TypeError, "HILLOCK_OPTION", `weightsLayout is true, ${expected}`));
  });

  test("activations that are none", () => {
    const text =
      'activation is "gelu", expected the function itself, such as activation: gelu; `activations` has all of them by name, resolve of hillock/resolve by the names of other libraries';
    refuses(subject, given({ activation: "gelu" }), error(TypeError, "HILLOCK_TYPE", text));
    for (const [words, value] of [
      ["null", null],
      ["a function", Math.tanh],
      ["a function", dense],
      ["an Object", { gelu }],
      ["1", 1],
    ] as const)
      refuses(
        subject,
        given({ activation: value }),
        error(TypeError, "HILLOCK_TYPE", `activation is ${words}, expected an activation such as gelu`),
      );
    const theirs = Object.assign(() => 0, { [Symbol.for("hillock.internals")]: { source: {} } });
    refuses(
      subject,
      given({ activation: theirs }),
      error(TypeError, "HILLOCK_TYPE", "activation is an activation of another copy of hillock"),
    );
  });

  test("options that are none, and unknown ones", () => {
    const arrays = subject.arguments.map((name) => given()[name]);
    const call = subject === forward ? dense : dense.backward;
    for (const [words, value] of [
      ["undefined", undefined],
      ["null", null],
      ["an Array", []],
      ["a Map", new Map()],
      ["3", 3],
    ] as const)
      expectRefusal(() => call(...arrays, value), error(TypeError, "HILLOCK_OPTION", `options is ${words}, expected an object`));
    const known = {
      dense: "inputs, outputs, batch, activation, layout, weightsLayout, out, preactivation",
      "dense.backward": "inputs, outputs, batch, activation, layout, weightsLayout, preactivation, output, bias, accumulate, out",
    }[subject.where];
    for (const name of ["units", "Out", ...(subject.where === "dense" ? ["bias"] : [])])
      expectRefusal(
        () => call(...arrays, { ...sizes, [name]: undefined }),
        error(TypeError, "HILLOCK_OPTION", `unknown option "${name}", expected one of ${known}`),
      );
  });

  test("outputs that lie on an input, or on each other", () => {
    const room = new type(200).fill(0.25);
    const at = (from: number, name: string) => room.subarray(from, from + subject.lengths[name][0]);
    for (const output of subject.outputs)
      for (const name of [...subject.inputs, ...subject.outputs].filter((name) => name !== output)) {
        const length = subject.lengths[output][0];
        const shared = subject.outputs.includes(name);
        // Of two outputs, the later one is told to be on the earlier.
        const [one, two] = subject.outputs.indexOf(name) > subject.outputs.indexOf(output) ? [name, output] : [output, name];
        const cure = shared ? "; two outputs need memory of their own" : "; it needs memory of its own";
        for (const shift of [0, 1, length - 1, 1 - subject.lengths[name][0]])
          refuses(
            subject,
            given({ [output]: at(100, output), [name]: at(100 + shift, name) }),
            error(RangeError, "HILLOCK_OVERLAP", `${one} overlaps ${two}${cure}`),
          );
        for (const shift of [length, -subject.lengths[name][0]])
          expect(() => subject.call(given({ [output]: at(100, output), [name]: at(100 + shift, name) }))).not.toThrow();
        room.fill(0.25);
      }
  });

  test("inputs that lie on each other are all right", () => {
    const room = new type(200).fill(0.25);
    const inputs = subject.inputs.map((name) => [name, room.subarray(0, subject.lengths[name][0])]);
    expect(() => subject.call(given(Object.fromEntries(inputs)))).not.toThrow();
  });

  test("arrays that have lost their memory", () => {
    for (const name of [...subject.inputs, ...subject.outputs]) {
      for (const changes of [{}, { batch: undefined }]) {
        const lost = new type(subject.lengths[name][0]);
        structuredClone(lost.buffer, { transfer: [lost.buffer as ArrayBuffer] });
        const arrays = given(changes);
        const outputs = subject.outputs.filter((output) => output !== name).map((output) => arrays[output] as Floats);
        expectRefusal(() => subject.call({ ...arrays, [name]: lost }), detached(subject.where, name));
        expect(outputs.every((array) => array.every((value) => value === 0.25))).toBe(true);
      }
    }
  });
});

describe.each(types)("dense.backward, %o", (type) => {
  const error = says(backward);
  const given = (changes: Given): Given => ({ ...all(backward, type), preactivation: undefined, output: undefined, ...changes });
  const y = () => new type(lengths.y);

  test("says where it needs the derivative of the activation from", () => {
    const option = (message: string) => error(TypeError, "HILLOCK_OPTION", message);
    refuses(
      backward,
      given({ activation: relu }),
      option("preactivation and output are missing, expected one of them for the derivative of relu"),
    );
    refuses(backward, given({ activation: gelu }), option("preactivation is missing, expected it for the derivative of gelu"));
    refuses(
      backward,
      given({ activation: gelu, output: y() }),
      option("preactivation is missing, expected it for the derivative of gelu: its output does not tell"),
    );
    const own = defineActivation({ name: "cube", value: (x) => x ** 3, derivative: (x) => 3 * x ** 2 });
    refuses(backward, given({ activation: own }), option("preactivation is missing, expected it for the derivative of cube"));
    for (const changes of [{ activation: relu, output: y() }, { activation: gelu, preactivation: y() }, { activation: undefined }])
      expect(() => backward.call(given(changes))).not.toThrow();
  });

  test("refuses an output that does not tell, for the parameters bound", () => {
    const activation = leakyRelu.with({ negativeSlope: -0.5 });
    const message = "negativeSlope is -0.5, expected at least 0: below, the output does not tell the derivative; give preactivation";
    refuses(backward, given({ activation, output: y() }), error(RangeError, "HILLOCK_PARAMETER", message));
    expect(() => backward.call(given({ activation, output: y(), preactivation: y() }))).not.toThrow();
  });

  test("out and accumulate of other kinds", () => {
    const option = (message: string) => error(TypeError, "HILLOCK_OPTION", message);
    const call = (changes: Given) => dense.backward(y(), new type(lengths.x), new type(lengths.weights), { ...sizes, ...changes });
    expectRefusal(() => call({ out: null }), option("out is null, expected an object"));
    expectRefusal(() => call({ out: [] }), option("out is an Array, expected an object"));
    expectRefusal(
      () => call({ out: new type(lengths.x) }),
      option(`out is a ${type.name}, expected an object such as { x, weights, bias }`),
    );
    expectRefusal(() => call({ out: { w: undefined } }), option('unknown option "w", expected one of x, weights, bias'));
    for (const [words, value] of [
      ["null", null],
      ["1", 1],
      ['"true"', "true"],
    ] as const)
      expectRefusal(() => call({ accumulate: value }), option(`accumulate is ${words}, expected true or false`));
  });
});

describe.each([Float32Array, Float64Array])("the bias, %o", (type) => {
  const layer = { inputs: 3, outputs: 5 };
  const [x, weights, dy] = [6, 15, 10].map((length, i) => new type(length).fill(i + 1)) as [Floats, Floats, Floats];
  const backward = (options: object) => dense.backward(dy, x, weights, { ...layer, ...options });

  test("a layer whose bias is null has no gradient of it", () => {
    const { x: dx, weights: dw } = backward({});
    expect(backward({ bias: null })).toEqual({ x: dx, weights: dw });
    expect(backward({ bias: new type(5) })).toEqual(backward({}));
    expect(backward({ bias: undefined })).toEqual(backward({}));
    const out = { weights: new type(15) };
    expect(backward({ bias: null, out })).toEqual({ weights: dw });
    const message = "hillock.dense.backward: out.bias is given for a layer whose bias is null, which has no gradient of it";
    expectRefusal(() => backward({ bias: null, out: { bias: new type(5) } }), { kind: TypeError, code: "HILLOCK_OPTION", message });
  });

  test("of a backward pass is checked", () => {
    const wrong = (bias: unknown, kind: ErrorConstructor, code: "HILLOCK_TYPE" | "HILLOCK_LENGTH", message: string) =>
      expectRefusal(() => backward({ bias }), { kind, code, message: `hillock.dense.backward: ${message}` });
    wrong(new type(4), RangeError, "HILLOCK_LENGTH", "bias has length 4, expected outputs = 5");
    wrong([1], TypeError, "HILLOCK_TYPE", `bias is an Array, expected a ${type.name} like dy`);
  });

  test("that was left out before the options is missed in so many words", () => {
    expectRefusal(() => dense(x, weights, layer), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: "hillock.dense: bias is an Object, expected a Float32Array or Float64Array before the options, or null for no bias",
    });
  });
});
