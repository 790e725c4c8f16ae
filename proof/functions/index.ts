/** The trials of all row-wise, gated, loss and layer functions, and of training. */
import { gateTrials } from "./gates.js";
import { layerTrials } from "./layers.js";
import { lossTrials } from "./losses.js";
import { rowTrials } from "./rows.js";
import { trainingTrials } from "./training.js";
import type { Trial } from "./trial.js";

export const trials: readonly Trial[] = [...rowTrials, ...gateTrials, ...lossTrials, ...layerTrials, ...trainingTrials];
