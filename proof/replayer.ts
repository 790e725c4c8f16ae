/**
 * Certificates replayed a block at a time: by the page in a browser, by the package's command on
 * its threads.
 */
import { float32 } from "../oracle/formats.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { ActivationMethod } from "./methods.js";
import type { Callable } from "./subjects.js";
import { checksumOf, TILE } from "./tiles.js";
import { Workbench } from "./workbench.js";

/** A block of 2^24 inputs of a function. */
export interface Question {
  readonly name: string;
  readonly method: ActivationMethod;
  readonly block: number;
}

export interface Answer {
  readonly block: number;
  readonly checksum: string;
}

/** Computes checksums of blocks with the `simd` build, of which certificates are. */
export function createReplayer(activations: Readonly<Record<string, Pick<Callable, "with">>>): (question: Question) => Answer {
  const workbench = new Workbench(createRuntime({ backend: "simd" }), float32, TILE, (name) => activations[name] as Pick<Callable, "with">);
  return ({ name, method, block }) => ({
    block,
    checksum: checksumOf(workbench, { name, tier: "float32", method, parameters: {} }, block),
  });
}
