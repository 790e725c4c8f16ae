/** The kernel modules that figures are of. */
import { createHash } from "node:crypto";
import { buildsOf, decode } from "../src/runtime/backend.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { codeOf } from "./catalog.js";
import type { ModuleIdentity, Tier } from "./record.js";

/** The files and constants that a function's results in one tier come from. */
export function identityOf(name: string, tier: Tier): ModuleIdentity {
  return identityOfCode(codeOf(name, tier));
}

/** The files and constants of a kernel module, if there is one. */
export function identityOfCode(code: KernelCode | undefined): ModuleIdentity {
  if (!code) return { modules: {}, constants: sha256(new Uint8Array()) };
  const files = Object.entries(buildsOf(code)).map(([build, bytes]) => [`${code.name}.${build}.wasm`, sha256(bytes)]);
  return { modules: Object.fromEntries(files), constants: sha256(decode(code.table)) };
}

/** Whether figures are of that very module: of its simd build, and its constants. */
export function isOf(record: ModuleIdentity | undefined, identity: ModuleIdentity): boolean {
  return record !== undefined && measuredFile(record) === measuredFile(identity) && record.constants === identity.constants;
}

function measuredFile({ modules }: ModuleIdentity): string | undefined {
  return Object.entries(modules).find(([file]) => file.endsWith(".simd.wasm"))?.[1];
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
