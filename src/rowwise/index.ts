export { entmax15 } from "./entmax15.js";
export { hardmax } from "./hardmax.js";
export { logSoftmax } from "./logSoftmax.js";
export { logSumExp } from "./logSumExp.js";
export { quietSoftmax } from "./quietSoftmax.js";
export { softmax } from "./softmax.js";
export { softmax2d } from "./softmax2d.js";
export { sparsemax } from "./sparsemax.js";
