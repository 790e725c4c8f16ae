import { inject } from "vitest";
import { configure } from "../src/index.js";

const backend = inject("backend");
if (backend !== "auto") configure({ backend });
