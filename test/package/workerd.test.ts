/**
 * The packed tarball in workerd, which compiles nothing from bytes once a request is there: by
 * JavaScript, or with a module handed over.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerd } from "../hosts/runtimes.js";
import { type Installation, install } from "./install.js";

const program = workerd();

const WORKER = `
  import module from "./gelu.wasm";
  import { configure, gelu, info } from "hillock";
  export default {
    test(controller, { handsOver }) {
      if (handsOver) configure({ modules: { gelu: module } });
      const y = [...gelu(Float32Array.of(-1, 0, 1))];
      const { backend, kernels } = info();
      console.log(JSON.stringify({ y, backend, kernels }));
    },
  };`;

const configuration = (handsOver: boolean) => `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (services = [(name = "user", worker = (
    modules = [(name = "worker", esModule = embed "bundle.mjs"), (name = "gelu.wasm", wasm = embed "gelu.wasm")],
    compatibilityDate = "2026-11-01",
    bindings = [(name = "handsOver", json = "${handsOver}")],
  ))]);`;

let user: Installation;
let folder: string;
beforeAll(async () => {
  user = install();
  folder = mkdtempSync(join(user.folder, "workerd-"));
  writeFileSync(join(folder, "worker.mjs"), WORKER);
  copyFileSync(join(user.folder, "node_modules/hillock/dist/wasm/gelu.relaxed.wasm"), join(folder, "gelu.wasm"));
  await build({
    entryPoints: [join(folder, "worker.mjs")],
    outfile: join(folder, "bundle.mjs"),
    bundle: true,
    format: "esm",
    external: ["./gelu.wasm"],
    logLevel: "error",
  });
});
afterAll(() => user.remove());

test.skipIf(!program).each([
  { handsOver: false, expected: { backend: "js", kernels: [] } },
  { handsOver: true, expected: { backend: "relaxed", kernels: ["gelu"] } },
])("modules are handed over: $handsOver", ({ handsOver, expected }) => {
  writeFileSync(join(folder, "user.capnp"), configuration(handsOver));
  const { status, stdout, stderr } = spawnSync(resolve(program as string), ["test", "user.capnp"], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({ y: [-0.15865525603294373, 0, 0.8413447737693787], ...expected });
  rmSync(join(folder, "user.capnp"));
});
