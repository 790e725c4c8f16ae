/**
 * The features of this engine, asked without hillock: it validates one instruction of each kind.
 */

const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
/** (module (func (drop (i8x16.splat (i32.const 0))))) */
const SPLAT = bytes("AGFzbQEAAAABBAFgAAADAgEACgkBBwBBAP0PGgs=");
/** (module (func (result v128) (f32x4.relaxed_madd (i8x16.splat (i32.const 0)) ...))) */
const MADD = bytes("AGFzbQEAAAABBQFgAAF7AwIBAAoTAREAQQD9D0EA/Q9BAP0P/YUCCw==");

export const hasWebAssembly = () => typeof WebAssembly === "object";
export const hasSimd = () => hasWebAssembly() && WebAssembly.validate(SPLAT);
export const hasRelaxedSimd = () => hasWebAssembly() && WebAssembly.validate(MADD);
