export type { Loss, LossBounds, LossOutput, LossSpecification } from "../functions/loss.js";
export { type FocalLoss, type FocalLossOptions, focalLoss } from "./focalLoss.js";
export {
  type SigmoidBinaryCrossEntropy,
  type SigmoidBinaryCrossEntropyOptions,
  sigmoidBinaryCrossEntropy,
} from "./sigmoidBinaryCrossEntropy.js";
export { type SoftmaxCrossEntropy, type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "./softmaxCrossEntropy.js";
