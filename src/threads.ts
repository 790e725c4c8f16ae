/**
 * `hillock/threads`: one call on several cores. Functions stay what they are: a long call is split
 * over workers, and returns when they are done.
 */
export type { ThreadReport } from "./runtime/runtime.js";
export { startThreads, stopThreads, type ThreadOptions } from "./threads/threads.js";
