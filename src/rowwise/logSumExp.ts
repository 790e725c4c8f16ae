import { float32, float64 } from "../kernels/logSumExp.js";
import { createReduction } from "../reduction.js";
import { defaultSettings } from "./settings.js";

export const logSumExp = /*#__PURE__*/ createReduction(
  {
    name: "logSumExp",
    formula: { value: "log(sum(exp(x/temperature)))", gradient: "dy*exp(x[i]/temperature - y)/temperature" },
    range: "[-Infinity, Infinity]",
    bounds: {
      float32: { value: 0.6, backward: 0.51 },
      float64: { value: 4, backward: 4 },
      fast: { value: 3, backward: 0.51 },
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(0),
);
