/** The record of what was measured and proven. */
import { readFileSync } from "node:fs";
import type { Accuracy } from "../../proof/record.js";

export const accuracy: Accuracy = JSON.parse(readFileSync("accuracy.json", "utf8"));
