export { sigmoidBinaryCrossEntropy } from "./sigmoidBinaryCrossEntropy.js";
export { softmaxCrossEntropy } from "./softmaxCrossEntropy.js";
