/** What was measured and proven, as accuracy.json has it. */
import { readFileSync } from "node:fs";
import type { Accuracy } from "../../proof/record.js";

export const accuracy: Accuracy = JSON.parse(readFileSync("accuracy.json", "utf8"));
