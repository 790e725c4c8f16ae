import { activationInternalsOf, Internals, internalsOf } from "../internals.js";

/** The parts of a gated function. */
export class GateInternals extends Internals {}

/** The internals of `value`, which must be an activation or a gate of this copy of hillock. */
export function layerInternalsOf(where: string, name: string, value: unknown): Internals {
  const found = internalsOf(where, name, value);
  return found instanceof GateInternals ? found : activationInternalsOf(where, name, value);
}
