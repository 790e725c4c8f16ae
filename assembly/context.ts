/**
 * The layout of a context, where the last parameter of every export points, in bytes: scratch for
 * tails, the parameters of the kernel, its constants. The build hands these numbers to src/.
 */

export const PARAMETERS: usize = 256;
/** Each parameter is there as two `f64`, as four `f32`, and as four of what these lack. */
export const PARAMETER: usize = 48;
export const ROUNDED: usize = 16;
export const ROUNDING: usize = 32;
export const CONSTANTS: usize = 640;

/**
 * The class of an instance: there is no memory here, the build takes the address for the answer.
 */
export const CLASSES: usize = 0x40000000;
