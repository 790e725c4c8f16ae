import { createHash } from "node:crypto";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { codeOf, type Engine } from "./subjects.js";

/** What a figure depends on: a kernel module and its constants. */
export interface ModuleIdentity {
  /** SHA-256 of the simd build, the file in dist/wasm/. */
  readonly module: string;
  /** SHA-256 of its constants, the bytes of `table` in dist/kernels/. */
  readonly table: string;
}

export function identityOf({ simd, table }: KernelCode): ModuleIdentity {
  return { module: sha256(simd), table: sha256(table) };
}

/** What the figures of an activation depend on. */
export function moduleOf(activation: string, engine: Engine): ModuleIdentity {
  return identityOf(codeOf(activation, engine));
}

/** Whether a record is of that very module. */
export function isOf(record: Partial<ModuleIdentity> | undefined, { module, table }: ModuleIdentity): boolean {
  return record?.module === module && record.table === table;
}

/** Of the bytes of a text of hexadecimal digits. */
function sha256(digits: string): string {
  return createHash("sha256").update(Buffer.from(digits, "hex")).digest("hex");
}
