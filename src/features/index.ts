export { crelu } from "./crelu.js";
export { maxout } from "./maxout.js";
