export type { Loss, LossOutput } from "../losses.js";
export {
  type SigmoidBinaryCrossEntropy,
  type SigmoidBinaryCrossEntropyOptions,
  sigmoidBinaryCrossEntropy,
} from "./sigmoidBinaryCrossEntropy.js";
export { type SoftmaxCrossEntropy, type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "./softmaxCrossEntropy.js";
