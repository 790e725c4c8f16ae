/** The part of accuracy.json that is about what takes more than one element at a time. */
import { createHash } from "node:crypto";
import { PARTS, type Parts } from "../../src/variants.js";
import { measuredNow, readAccuracy, writeShapes } from "../accuracy.js";
import type { ShapeFigure } from "../record.js";
import type { Engine } from "../subjects.js";
import type { Trial } from "./trial.js";

/** SHA-256 of the simd build of the module that an engine's results come from, and its constants. */
export function moduleOf({ subject }: Trial, engine: Engine): string {
  const { kernels } = (subject(engine) as { [PARTS]: Parts })[PARTS];
  const { simd, table } = engine === "double" ? kernels.float64 : kernels.float32;
  return createHash("sha256").update(Buffer.from(simd, "hex")).update(Buffer.from(table, "hex")).digest("hex");
}

/** Writes a figure down. It takes the place of one that tried no more results, and of all that are of another module. */
export function updateShapes(trial: Trial, engine: Engine, figure: ShapeFigure): void {
  const shapes = { ...readAccuracy().shapes };
  const module = moduleOf(trial, engine);
  const known = shapes[trial.name]?.[engine];
  const methods = known?.module === module ? known.methods : {};
  if ((methods[trial.method]?.results ?? 0) > figure.results) return;
  shapes[trial.name] = {
    ...shapes[trial.name],
    [engine]: { module, measured: measuredNow(), methods: { ...methods, [trial.method]: figure } },
  };
  writeShapes(shapes);
}
