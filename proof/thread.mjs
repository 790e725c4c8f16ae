/**
 * Starts worker.ts: on Node 20 the loader of TypeScript does not reach worker threads by itself.
 */
import { register } from "tsx/esm/api";

register();
await import("./worker.js");
