/**
 * The bits of every public function on the backends that have the same everywhere: those on record,
 * in this engine too.
 */
import { expect, inject, test } from "vitest";
import * as fast from "../src/fast.js";
import * as hillock from "../src/index.js";
import * as math from "../src/math.js";
import recorded from "./hosts/bits/checksums.json" with { type: "json" };
import { checksumsOf } from "./hosts/bits/public.mjs";

const backend = inject("backend");

test.runIf(backend === "simd" || backend === "js")(
  "every public function has the bits on record",
  () => {
    expect(checksumsOf(hillock, fast, math, backend)).toEqual(recorded[backend as "simd" | "js"]);
  },
  180_000,
);
