/** Kernels that the page does without, as each costs bytes of every visitor, and their order. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { textWithout } from "../../scripts/build/fewerFunctions.mjs";

const FOLDER = fileURLToPath(new URL("../../src/kernels", import.meta.url));
const WASM = fileURLToPath(new URL("../../dist/wasm", import.meta.url));

/** Gradients of parameters, slopes by channel, and random numbers, which no part computes. */
const UNUSED = /\/kernels\/(learnable|channels|random)\/\w+\.js$/;
const KERNELS = /\/kernels\/\w+\/\w+\.ts$/;

/**
 * Functions that no part calls, by the folder of their kernels: gradients of gates and features,
 * and of activations those from results, as networks keep what comes before an activation.
 */
const UNCALLED: { readonly [folder: string]: RegExp } = {
  activations: /^backwardFromOutput$/,
  gated: /^backward/,
  features: /^backward/,
};

const NONE = "\0no-kernels";
/** A module without exports: who calls it fails, and does not go on unseen in JavaScript. */
const EMPTY = '{ name: "none", wasm: "3 9 K E4333", table: "" };\n';
const NO_FLOAT64 = `export const float64 = ${EMPTY}`;

/** The barrel of activations, and the module of all other functions. */
const [ACTIVATIONS, OTHERS] = [/\/src\/activations\/index\.ts$/, "virtual:others"];

/**
 * Has the bundle the kernels that parts of the page need: those of float32. What is computed in
 * float64, to draw curves and to judge errors, hillock computes in JavaScript. Kernels of about one
 * length are alike, so one beside the other they are a twentieth smaller with gzip.
 */
export const fewerKernels: Plugin = {
  name: "fewer-kernels",
  enforce: "pre",
  resolveId: (id) => (UNUSED.test(id) ? NONE : undefined),
  load(id) {
    if (id === NONE) return `export const float32 = ${EMPTY}${NO_FLOAT64}`;
    return KERNELS.test(id) ? { code: single(id), moduleSideEffects: true } : undefined;
  },
  transform(code, id) {
    if (ACTIVATIONS.test(id)) return inOrder("activations") + code;
    if (id === `\0${OTHERS}`) return ["elementary", "features", "gated", "rowwise", "losses"].map(inOrder).join("") + code;
    return undefined;
  },
};

/** The module of a kernel, of float32 alone and without what no part calls. */
function single(path: string): string {
  const code = readFileSync(path, "utf8").replace(/^export const float64: [\s\S]*?^};$/m, NO_FLOAT64);
  const uncalled = UNCALLED[basename(dirname(path))];
  const [, name] = /^ {2}name: "(\w+)"/m.exec(code) ?? [];
  return uncalled && name ? code.replace(/(?<=^ {2}wasm: ")[^"]*/m, () => textWithout(bytesOf(name), uncalled)) : code;
}

/** The build of a module that a bundle has. */
function bytesOf(name: string): Uint8Array {
  const [relaxed, simd] = ["relaxed", "simd"].map((build) => join(WASM, `${name}.${build}.wasm`)) as [string, string];
  return readFileSync(existsSync(relaxed) ? relaxed : simd);
}

/** Imports of the kernels in a folder, the shortest first. */
function inOrder(folder: string): string {
  const paths = readdirSync(join(FOLDER, folder)).flatMap((file) => (/^\w+\.ts$/.test(file) ? [join(FOLDER, folder, file)] : []));
  const sizes = new Map(paths.map((path) => [path, single(path).length]));
  return paths
    .sort((a, b) => (sizes.get(a) as number) - (sizes.get(b) as number))
    .map((path) => `import ${JSON.stringify(path)};\n`)
    .join("");
}
