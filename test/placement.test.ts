/** Arrays that are made for a call that is not given them. */
import { expect, test } from "vitest";
import { dense, logSumExp } from "../src/index.js";
import { expectRefusal } from "./support/errors.js";

test("a result that is too large for the engine is refused in hillock's words", () => {
  const none = new Float32Array(0);
  const refusal = (function_: string, elements: number) => ({
    kind: RangeError,
    code: "HILLOCK_MEMORY" as const,
    message: `hillock.${function_}: out would have ${elements} elements, more than this engine can make room for`,
  });
  const sizes = { inputs: 0, outputs: 2 ** 25, batch: 2 ** 26 };
  expectRefusal(() => dense(none, none, null, sizes), refusal("dense", 2 ** 51));
  expectRefusal(() => logSumExp(none, { shape: [2 ** 50, 0] }), refusal("logSumExp", 2 ** 50));
  expect(dense(none, none, null, { inputs: 0, outputs: 3, batch: 0 })).toHaveLength(0);
});
