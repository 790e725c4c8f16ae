import { inject } from "vitest";

if (inject("backend") !== "auto") await import("./support/backend.js");
