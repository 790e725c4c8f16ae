export { bilinearGlu } from "./bilinearGlu.js";
export { geglu } from "./geglu.js";
export { gegluTanh } from "./gegluTanh.js";
export { glu } from "./glu.js";
export { reglu } from "./reglu.js";
export { swiglu } from "./swiglu.js";
export { swigluOai } from "./swigluOai.js";
