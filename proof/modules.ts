/** The kernel modules that figures are of. */
import { createHash } from "node:crypto";
import { decode } from "../src/runtime/backend.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { codeOf } from "./catalog.js";
import type { ModuleIdentity, Tier } from "./record.js";

/** The files and constants that a function's results in one tier come from. */
export function identityOf(name: string, tier: Tier): ModuleIdentity {
  return identityOfCode(codeOf(name, tier));
}

/** The files and constants of a kernel module. */
export function identityOfCode({ name: module, simd, relaxed, table }: KernelCode): ModuleIdentity {
  const builds: readonly (readonly [string, string | undefined])[] = Object.entries({ simd, relaxed });
  const files = builds.flatMap(([build, text]) => (text ? [[`${module}.${build}.wasm`, sha256(text)]] : []));
  return { modules: Object.fromEntries(files), constants: sha256(table) };
}

/** Whether figures are of that very module: of its simd build, and its constants. */
export function isOf(record: ModuleIdentity | undefined, identity: ModuleIdentity): boolean {
  return record !== undefined && measuredFile(record) === measuredFile(identity) && record.constants === identity.constants;
}

function measuredFile({ modules }: ModuleIdentity): string | undefined {
  return Object.entries(modules).find(([file]) => file.endsWith(".simd.wasm"))?.[1];
}

/** The SHA-256 of the bytes that a kernel's text stands for. */
function sha256(text: string): string {
  return createHash("sha256").update(decode(text)).digest("hex");
}
