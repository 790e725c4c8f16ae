export { geglu } from "./geglu.js";
export { swiglu } from "./swiglu.js";
