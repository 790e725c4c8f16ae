import { createHash } from "node:crypto";
import { codeOf, type Engine } from "./subjects.js";

/** SHA-256 of what a figure depends on: the simd build of a kernel module, and its constants. */
export function moduleHash(activation: string, engine: Engine): string {
  const { simd, table } = codeOf(activation, engine);
  return createHash("sha256").update(Buffer.from(simd, "base64")).update(Buffer.from(table, "base64")).digest("hex");
}
