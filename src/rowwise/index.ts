export { logSoftmax } from "./logSoftmax.js";
export { logSumExp } from "./logSumExp.js";
export { softmax } from "./softmax.js";
