/** The bytes that an import of hillock adds to a bundle. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { elementary } from "../../oracle/elementary.js";
import { code, table } from "./markdown.js";
import { functions, namesOf } from "./specification.js";

/** The size of functions in KB with gzip, rounded up: compressors differ in the last bytes. */
async function sizeOf(names: readonly string[], from = "hillock"): Promise<number> {
  const contents = `export { ${names.join(", ")} } from "${from}";`;
  const { outputFiles } = await build({ stdin: { contents, resolveDir: "." }, bundle: true, minify: true, format: "esm", write: false });
  return Math.ceil(gzipSync(outputFiles[0]?.contents ?? "").length / 1024);
}

const names = functions.map(({ name }) => name);

/** The size of each function with all that it needs, in KB. */
export const sizes = await Promise.all(names.map(async (name) => ({ name, size: await sizeOf([name]) })));

/** The size of each function of `hillock/math`. */
export const mathSizes = await Promise.all(
  Object.keys(elementary).map(async (name) => ({ name, size: await sizeOf([name], "hillock/math") })),
);
const [ofActivations, ofAll] = [await sizeOf(namesOf("activations")), await sizeOf(names)];

export const sizesTable = table(
  ["", "minified, with gzip"],
  [
    ...sizes.map(({ name, size }) => [code(`import { ${name} }`), `${size} KB`]),
    ["all activations", `${ofActivations} KB`],
    ["all of them", `${ofAll} KB`],
  ],
);

const bySize = [...sizes].sort((a, b) => a.size - b.size);
const [least, most] = [bySize[0], bySize.at(-1)].map((one) => one && `${one.size} KB (${code(one.name)})`);

export const sizesText = `${least} to ${most} for one function, minified and with gzip, and by ${ofAll} KB for all of them`;
