/** Everything that takes more than one element at a time. */
import { gateTrials } from "./gates.js";
import { layerTrials } from "./layers.js";
import { lossTrials } from "./losses.js";
import { rowTrials } from "./rows.js";
import type { Trial } from "./trial.js";

export const trials: readonly Trial[] = [...rowTrials, ...gateTrials, ...lossTrials, ...layerTrials];
export const shapeNames: readonly string[] = [...new Set(trials.map(({ name }) => name))];
