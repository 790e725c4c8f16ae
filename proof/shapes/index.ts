/** Everything that takes more than one element at a time. */
import { gateTrials } from "./gates.js";
import { layerTrials } from "./layers.js";
import type { Trial } from "./trial.js";

export const trials: readonly Trial[] = [...gateTrials, ...layerTrials];
export const shapeNames: readonly string[] = [...new Set(trials.map(({ name }) => name))];
