/**
 * The trials of all functions of rows and features, gated, loss and layer functions, of training,
 * of noise, of gradients of parameters, and of parameters by channel.
 */
import { channelTrials } from "./channels.js";
import { featureTrials } from "./features.js";
import { gateTrials } from "./gates.js";
import { layerTrials } from "./layers.js";
import { learnableTrials } from "./learnable.js";
import { lossTrials } from "./losses.js";
import { noiseTrials } from "./noise.js";
import { rowTrials } from "./rows.js";
import { trainingTrials } from "./training.js";
import type { Trial } from "./trial.js";

export const trials: readonly Trial[] = [
  ...rowTrials,
  ...noiseTrials,
  ...gateTrials,
  ...featureTrials,
  ...lossTrials,
  ...layerTrials,
  ...trainingTrials,
  ...learnableTrials,
  ...channelTrials,
];
