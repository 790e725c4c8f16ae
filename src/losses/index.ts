export type { Loss, LossBounds, LossOutput, LossSpecification } from "../functions/loss.js";
export type { ThresholdLoss, ThresholdLossOptions } from "../functions/thresholdLoss.js";
export { entmax15Loss } from "./entmax15Loss.js";
export { type FocalLoss, type FocalLossOptions, focalLoss } from "./focalLoss.js";
export {
  type SigmoidBinaryCrossEntropy,
  type SigmoidBinaryCrossEntropyOptions,
  sigmoidBinaryCrossEntropy,
} from "./sigmoidBinaryCrossEntropy.js";
export { type SoftmaxCrossEntropy, type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "./softmaxCrossEntropy.js";
export { sparsemaxLoss } from "./sparsemaxLoss.js";
