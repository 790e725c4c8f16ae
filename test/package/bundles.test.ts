import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlers } from "./bundlers.js";
import { type Installation, install, run } from "./install.js";

interface KernelCode {
  readonly name: string;
  readonly wasm: string;
}

/**
 * Programs of users: the output that Node must print when the bundle runs, the kernels that the
 * bundle may carry, and the limit of its bytes with gzip.
 */
const cases = {
  "import { relu }": {
    source: `import { relu } from "hillock"; console.log(relu(Float32Array.of(-1, 2)).join(), relu(-0.5), relu(Float64Array.of(3)).join());`,
    prints: "0,2 0 3",
    kernels: /^relu(\.float64)?$/,
    limit: 6.33 * 1024,
  },
  "import { gelu }": {
    source: `import { gelu } from "hillock"; console.log(gelu(Float32Array.of(0, 1))[1].toFixed(6), gelu.derivative(Float32Array.of(0))[0]);`,
    prints: "0.841345 0.5",
    kernels: /^gelu(\.float64)?$/,
    limit: 11.9 * 1024,
  },
  "all eight": {
    source: `import { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh } from "hillock";
      console.log([elu, gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh].map((f) => f(Float32Array.of(1))[0].toFixed(4)).join());`,
    prints: "1.0000,0.8413,1.0000,1.0000,0.7311,0.7311,1.3133,0.7616",
    kernels: /^\w+(\.float64)?$/,
    limit: 29.2 * 1024,
  },
  "import { softmax }": {
    source: `import { softmax } from "hillock"; console.log(softmax(Float32Array.of(0, 0, -Infinity)).join());`,
    prints: "0.5,0.5,0",
    kernels: /^softmax(\.float64)?$/,
    limit: 23.6 * 1024,
  },
  "import { swiglu }": {
    source: `import { swiglu } from "hillock"; console.log(swiglu(Float32Array.of(2), Float32Array.of(50)).join());`,
    prints: "100",
    kernels: /^(swiglu|swishGradients)(\.float64)?$/,
    limit: 16.6 * 1024,
  },
  "import { snake }": {
    source: `import { snake } from "hillock"; console.log(snake(Float32Array.of(1))[0].toFixed(6), snake.parameterGradients(1, 0).alpha);`,
    prints: "1.708073 0",
    kernels: /^snake(Gradients)?(\.float64)?$/,
    limit: 16 * 1024,
  },
  "import { dynamicTanh }": {
    source: `import { dynamicTanh } from "hillock"; console.log(dynamicTanh(Float32Array.of(9), { gamma: Float32Array.of(2) }).join());`,
    prints: "1.9995064735412598",
    kernels: /^dynamicTanh(Channels)?(\.float64)?$/,
    limit: 22.6 * 1024,
  },
  "import { dense, relu }": {
    source: `import { dense, relu } from "hillock";
      console.log(dense(Float32Array.of(1, 2), Float32Array.of(3, -4, 5, -6), null, { inputs: 2, outputs: 2, activation: relu }).join());`,
    prints: "13,0",
    kernels: /^(dense|relu)(\.float64)?$/,
    limit: 25.5 * 1024,
  },
  "import { softmaxCrossEntropy }": {
    source: `import { softmaxCrossEntropy } from "hillock";
      console.log(softmaxCrossEntropy(Float32Array.of(20, 0), Uint8Array.of(0), { shape: [1, 2] }).loss.join());`,
    prints: "2.06115369216775e-9",
    kernels: /^softmaxCrossEntropy(\.float64)?$/,
    limit: 18 * 1024,
  },
  "import { sigmoid } from hillock/fast": {
    source: `import { sigmoid } from "hillock/fast"; console.log(sigmoid(Float32Array.of(0, 1))[1].toFixed(6));`,
    prints: "0.731059",
    kernels: /^sigmoid(\.float64|\.fast)?$/,
    limit: 10.5 * 1024,
  },
  "import { exp } from hillock/math": {
    source: `import { exp } from "hillock/math"; console.log(exp(1), exp(Float32Array.of(0)).join(), exp(Float64Array.of(1)).join());`,
    prints: "2.718281828459045 1 2.718281828459045",
    kernels: /^expElementary(\.float64)?$/,
    limit: 6 * 1024,
  },
  "import { startThreads } from hillock/threads": {
    source: `import { relu } from "hillock"; import { startThreads, stopThreads } from "hillock/threads";
      startThreads({ threads: 2 }).then(({ count }) => { console.log(count, relu(new Float32Array(1e5).fill(2))[99_999]); return stopThreads(); });`,
    prints: "2 2",
    kernels: /^relu(\.float64)?$/,
    limit: 17.7 * 1024,
  },
  "import { resolve }": {
    source: `import { resolve } from "hillock/resolve"; console.log(resolve("nn.LeakyReLU")(-1), resolve({ op_type: "Elu" }).name);`,
    prints: "-0.01 elu",
    kernels: /./,
    limit: 201.2 * 1024,
  },
} as const;

let user: Installation;
let kernels: KernelCode[];

beforeAll(async () => {
  user = install();
  const folder = join(user.folder, "node_modules/hillock/dist/kernels");
  const modules = await Promise.all(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js") && name !== "fast.js")
      .map((name) => import(pathToFileURL(join(folder, name)).href)),
  );
  kernels = modules.flatMap((module) => Object.values(module) as KernelCode[]);
});
afterAll(() => user.remove());

const carried = (bundle: string) => kernels.filter(({ wasm }) => bundle.includes(wasm)).map(({ name }) => name);

const NOTHING = "an import that uses nothing leaves nothing";
/**
 * A function, a layer with a module of several functions, and workers: what bundlers that take
 * seconds for each are to show.
 */
const SHOWN: readonly string[] = ["import { gelu }", "import { dense, relu }", "import { startThreads } from hillock/threads"];
const SLOW = ["vite", "webpack"];

const casesOf = (bundler: string) => Object.entries(cases).filter(([title]) => !SLOW.includes(bundler) || SHOWN.includes(title));
const sourcesOf = (bundler: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(casesOf(bundler).map(([title, { source }]) => [title, source])),
  [NOTHING]: `import * as hillock from "hillock"; import * as fast from "hillock/fast"; import * as names from "hillock/resolve"; import * as math from "hillock/math"; import * as threads from "hillock/threads"; console.log("ran");`,
});

describe.each(Object.entries(bundlers))("%s", (bundler, bundle) => {
  const outputOf = (title: string) => join(user.folder, `${bundler}-${title.replaceAll(/\W+/g, "-")}.mjs`);

  beforeAll(async () => {
    const files = Object.entries(sourcesOf(bundler)).map(([title, source]) => ({
      entry: outputOf(title).replace(".mjs", ".js"),
      output: outputOf(title),
      source,
    }));
    for (const { entry, source } of files) writeFileSync(entry, source);
    await bundle(files);
  }, 240_000);

  test.each(casesOf(bundler))("%s", (title, { prints, kernels: allowed, limit }) => {
    const output = outputOf(title);
    expect(run(output).trim()).toBe(prints);
    const bundle = readFileSync(output, "utf8");
    const size = gzipSync(bundle).length;
    console.log(`${bundler}, ${title}: ${bundle.length} bytes, ${size} with gzip`);
    expect(size).toBeLessThanOrEqual(limit);
    const names = carried(bundle);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !allowed.test(name))).toEqual([]);
    expect(bundle.includes("Atomics")).toBe(title.includes("threads"));
  });

  test(NOTHING, () => {
    const output = outputOf(NOTHING);
    expect(run(output)).toBe("ran\n");
    expect(readFileSync(output, "utf8").length).toBeLessThan(100);
  });
});
