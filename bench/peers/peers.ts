/**
 * Who takes part. Each is loaded when it is asked for: a package that fails to load must not stop
 * the others.
 */
import type { Peer } from "./peer.js";

const MAKERS: { readonly [name: string]: () => Promise<Peer> } = {
  hillock: async () => (await import("./adapters/hillock.js")).create("hillock"),
  "hillock/fast": async () => (await import("./adapters/hillock.js")).create("hillock/fast"),
  "plain JS naive": async () => (await import("./adapters/plain.js")).create("naive"),
  "plain JS stable": async () => (await import("./adapters/plain.js")).create("stable"),
  "@stdlib": async () => (await import("./adapters/stdlib.js")).create(),
  "ml-matrix": async () => (await import("./adapters/mlMatrix.js")).create(),
  "numpy-ts": async () => (await import("./adapters/numpy.js")).create(),
  "tfjs-cpu": async () => (await import("./adapters/tensorFlow.js")).create("cpu"),
  "tfjs-wasm": async () => (await import("./adapters/tensorFlow.js")).create("wasm"),
  // Before jax-js: it changes a global and puts it back.
  "onnxruntime-web": async () => (await import("./adapters/onnxRuntime.js")).create("web"),
  "jax-js wasm": async () => (await import("./adapters/jax.js")).create(),
  "onnxruntime-node": async () => (await import("./adapters/onnxRuntime.js")).create("node"),
};

export const names = Object.keys(MAKERS);

/** The peers that are asked for, and why others did not start. hillock always takes part. */
export async function start(wanted: (name: string) => boolean) {
  const peers: Peer[] = [];
  const failed: { [name: string]: string } = {};
  for (const [name, make] of Object.entries(MAKERS)) {
    if (!wanted(name) && !name.startsWith("hillock")) continue;
    try {
      peers.push(await make());
    } catch (error) {
      if (name.startsWith("hillock")) throw error;
      failed[name] = firstLine(error);
    }
  }
  return { peers, failed };
}

export function firstLine(error: unknown): string {
  return `${(error as Partial<Error>)?.message ?? error}`.split("\n")[0]?.slice(0, 200) ?? "";
}
