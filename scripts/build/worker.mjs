/** A warm compiler in a thread: asc takes half a second to load, a module a quarter to compile. */
import { parentPort } from "node:worker_threads";
import { compile } from "./compile.mjs";

parentPort.on("message", async (module) => {
  try {
    const { wasm, table } = await compile(module, module.target);
    parentPort.postMessage({ wasm: hex(wasm), table: hex(table) });
  } catch (error) {
    parentPort.postMessage({ error: error.message });
  }
});

const hex = (bytes) => Buffer.from(bytes).toString("hex");
