/** The frameworks whose names `resolve` takes, and hillock itself. */
export type Framework = "pytorch" | "keras" | "keras2" | "jax" | "onnx" | "tfjs" | "huggingface" | "hillock";

/** A list of names in the specification. */
export type Library = "PyTorch" | "Keras" | "Keras 2" | "JAX" | "ONNX" | "ONNX Runtime" | "TensorFlow.js" | "Hugging Face" | "hillock";

/** The libraries of each framework: a name that the first has means nothing else by the second. */
export const FRAMEWORKS: Readonly<Record<Framework, readonly Library[]>> = {
  pytorch: ["PyTorch"],
  keras: ["Keras"],
  keras2: ["Keras 2", "Keras"],
  jax: ["JAX"],
  onnx: ["ONNX", "ONNX Runtime"],
  tfjs: ["TensorFlow.js"],
  huggingface: ["Hugging Face"],
  hillock: ["hillock"],
};

export const frameworks = /*#__PURE__*/ Object.keys(FRAMEWORKS) as readonly Framework[];

/** The frameworks that share the serialised form of Keras. */
export const KERAS: readonly Framework[] = ["keras", "keras2", "tfjs"];

/** The package, module or domain that full names begin with. */
export const ROOTS: Readonly<Record<Library, string>> = {
  PyTorch: "torch",
  Keras: "keras",
  "Keras 2": "keras",
  JAX: "jax",
  ONNX: "onnx",
  "ONNX Runtime": "com.microsoft",
  "TensorFlow.js": "tf",
  "Hugging Face": "transformers",
  hillock: "hillock",
};

/** Parameters of every layer of Keras. */
const LAYER = [
  "name",
  "trainable",
  "dtype",
  "batch_shape",
  "batch_input_shape",
  "batchInputShape",
  "input_shape",
  "inputShape",
  "inputDType",
];

/** Options that say nothing about a function. */
export const IGNORED: Readonly<Record<Library, readonly string[]>> = {
  PyTorch: ["inplace"],
  Keras: LAYER,
  "Keras 2": LAYER,
  JAX: [],
  ONNX: [],
  "ONNX Runtime": [],
  "TensorFlow.js": LAYER,
  "Hugging Face": [],
  hillock: [],
};

/** Other ways to write the beginnings of full names. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^F\./, "nn.functional."],
  [/^torch\.nn\.modules\.activation\./, "torch.nn."],
  [/^(tf_keras|tf\.keras|tensorflow\.keras)\./, "keras."],
  [/^jnp\./, "jax.numpy."],
  [/^flax\.(linen|nnx)\./, "jax.nn."],
  [/^transformers\.activations\./, "transformers."],
];

/** A name with its beginning as full names have it. */
export function inFull(name: string): string {
  return SHORT.reduce((text, [short, full]) => text.replace(short, full), name);
}
