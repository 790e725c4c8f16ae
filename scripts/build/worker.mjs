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

/** Not base64: hexadecimal digits keep bytes whole, so that a compressed bundle is a third smaller (8,153 against 5,660 bytes for relu and sigmoid). */
const hex = (bytes) => Buffer.from(bytes).toString("hex");
