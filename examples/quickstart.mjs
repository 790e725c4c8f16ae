// node examples/quickstart.mjs
import { gelu, info, leakyRelu, sigmoid } from "hillock";

const x = Float32Array.of(-3, -1, 0, 1, 3);

console.log("gelu(x)               ", gelu(x));
console.log("gelu.derivative(x)    ", gelu.derivative(x));
console.log("sigmoid of one number ", sigmoid(0.3));

// No array is made where `out` says where the result goes; the input itself will do.
leakyRelu(x, { negativeSlope: 0.2, out: x });
console.log("leakyRelu, in place   ", x);

// The same functions in float64: the element type of the array decides.
console.log("gelu in float64       ", gelu(Float64Array.of(-3, -1, 0, 1, 3)));

const { backend, reason } = info();
console.log(`computed by           ${backend}: ${reason}`);
