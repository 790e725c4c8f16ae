/** The loop of elementary functions: that of the values of activations. */
export { value } from "../../loops";
