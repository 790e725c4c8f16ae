import { inject } from "vitest";

const backend = inject("backend");
if (backend !== "auto") {
  const { configure } = await import("../src/index.js");
  configure({ backend });
}
