/** Threads that split what is to be split: in tests nothing is left to measurements. */
import { inject, vi } from "vitest";
import { Trial } from "../../src/threads/trial.js";

/** Whether the backend and the host of the tests can have threads. */
export const isThreaded = inject("backend") !== "js" && typeof SharedArrayBuffer === "function";

/** The decision of a call, which {@link split} takes over. */
export const decide = vi.spyOn(Trial.prototype, "decide");

/** Has every call split that can be, or none, whatever is measured. */
export const split = (isShared: boolean) =>
  decide.mockImplementation(function (this: Trial) {
    this.isMeasured = false;
    return isShared;
  });
