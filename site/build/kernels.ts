/** Kernels that the page does without, as each costs bytes of every visitor. */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Gradients of parameters, and slopes by channel, which no part computes. */
const UNUSED = /\/kernels\/(learnable|channels)\/\w+\.js$/;
/** Layers and losses, which the page has in float32 alone. */
const SINGLE = /\/kernels\/(dense|losses)\/\w+\.ts$/;

const NONE = "\0no-kernels";
const NO_FLOAT64 = "export const float64 = undefined;\n";

/** Has the bundle the kernels that parts of the page need. */
export const fewerKernels: Plugin = {
  name: "fewer-kernels",
  enforce: "pre",
  resolveId: (id) => (UNUSED.test(id) ? NONE : undefined),
  load(id) {
    if (id === NONE) return `export const float32 = undefined;\n${NO_FLOAT64}`;
    if (SINGLE.test(id)) return readFileSync(id, "utf8").replace(/^export const float64: [\s\S]*?^};$/m, NO_FLOAT64);
    return undefined;
  },
};
