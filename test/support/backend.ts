/** Chooses the backend of the project: once for all files that share their modules. */
import { inject } from "vitest";
import { configure } from "../../src/index.js";

configure({ backend: inject("backend") });
