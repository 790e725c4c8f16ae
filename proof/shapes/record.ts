/** The part of accuracy.json that is about what takes more than one element at a time. */
import { INTERNALS, type Internals } from "../../src/functions/internals.js";
import type { Kernels } from "../../src/runtime/kernelCode.js";
import { measuredNow, readAccuracy, writeShapes } from "../accuracy.js";
import { identityOf, isOf, type ModuleIdentity } from "../modules.js";
import type { ShapeFigure } from "../record.js";
import type { Engine } from "../subjects.js";
import type { Trial } from "./trial.js";

/** The module that an engine's results come from. */
export function moduleOfTrial({ subject }: Trial, engine: Engine): ModuleIdentity {
  const kernels = (subject(engine) as { [INTERNALS]: Internals })[INTERNALS].kernels as Kernels;
  return identityOf(engine === "double" ? kernels.float64 : kernels.float32);
}

/** Writes a figure down. It takes the place of one that tried no more results, and of all that are of another module. */
export function updateShapes(trial: Trial, engine: Engine, figure: ShapeFigure): void {
  const shapes = { ...readAccuracy().shapes };
  const identity = moduleOfTrial(trial, engine);
  const known = shapes[trial.name]?.[engine];
  const methods = known && isOf(known, identity) ? known.methods : {};
  if ((methods[trial.method]?.results ?? 0) > figure.results) return;
  shapes[trial.name] = {
    ...shapes[trial.name],
    [engine]: { ...identity, measured: measuredNow(), methods: { ...methods, [trial.method]: figure } },
  };
  writeShapes(shapes);
}
