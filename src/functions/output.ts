/** Where results go: the option `out`, and what is made without it. */

/** A new Float32Array. Before TypeScript 5.7 an array does not name its buffer, and `Float32Array<ArrayBuffer>` would silently be `any` there. */
export type NewFloat32Array = ReturnType<Float32ArrayConstructor["of"]>;

/** A new Float64Array. */
export type NewFloat64Array = ReturnType<Float64ArrayConstructor["of"]>;

/** Without `out`. */
export interface NoOutput {
  /** An array for the result, of the result's type and length; the call returns it. Default: a new array. */
  readonly out?: undefined;
}

/** With `out`. */
export interface Output<Y> {
  /** An array for the result, of the result's type and length; the call returns it. Default: a new array. */
  readonly out: Y;
}
