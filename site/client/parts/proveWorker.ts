/**
 * Computes checksums of blocks of floats, when it runs in a worker. The page starts the worker with
 * the very file that this is built into, so that both have the kernels from the same files.
 */
import { float32 } from "../../../oracle/formats.js";
import type { ActivationMethod } from "../../../proof/subjects.js";
import { checksumOf, TILE } from "../../../proof/tiles.js";
import { Workbench } from "../../../proof/workbench.js";
import { createRuntime } from "../../../src/runtime/runtime.js";
import { activations } from "../functions.js";

export interface Question {
  readonly name: string;
  readonly method: ActivationMethod;
  readonly block: number;
}

export interface Answer {
  readonly block: number;
  readonly checksum: string;
}

/** Where this file is. */
export const url = import.meta.url;

if (typeof document === "undefined") {
  const workbench = new Workbench(createRuntime({ backend: "simd" }), float32, TILE, (name) => activations[name] as never);
  addEventListener("message", ({ data }: MessageEvent<Question>) => {
    const { name, method, block } = data;
    const checksum = checksumOf(workbench, { name, tier: "float32", method, parameters: {} }, block);
    postMessage({ block, checksum } satisfies Answer);
  });
}
