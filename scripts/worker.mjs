/** A warm compiler in a thread: asc takes half a second to load, a module a quarter to compile. */
import { parentPort } from "node:worker_threads";
import { compile } from "./compile.mjs";

parentPort.on("message", async ({ activation, alias, target }) => {
  try {
    const { wasm, table } = await compile(activation, alias, target);
    parentPort.postMessage({ wasm: base64(wasm), table: base64(table) });
  } catch (error) {
    parentPort.postMessage({ error: error.message });
  }
});

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
