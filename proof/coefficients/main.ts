/**
 * Writes the files of coefficients, or with --check says which are not what the fits give:
 * `npm run coefficients`
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { files as brief } from "./brief.js";
import { files as elementary } from "./elementary.js";
import { files as fast } from "./fast.js";
import { files as float32 } from "./float32.js";
import { files as float64 } from "./float64.js";
import { files as geluTanh } from "./geluTanh.js";
import { files as mish } from "./mish.js";
import { files as power } from "./power.js";
import { files as scalar } from "./scalar.js";
import { textOf } from "./source.js";
import { files as tanhShrink } from "./tanhShrink.js";
import { files as trigonometry } from "./trigonometry.js";

const check = process.argv.includes("--check");
for (const file of [
  ...float32,
  ...fast,
  ...float64,
  ...geluTanh,
  ...mish,
  ...tanhShrink,
  ...trigonometry,
  ...scalar,
  ...elementary,
  ...brief,
  ...power,
]) {
  const text = textOf(file);
  if (existsSync(file.path) && readFileSync(file.path, "utf8") === text) continue;
  if (check) process.exitCode = 1;
  else writeFileSync(file.path, text);
  console.log(`${file.path}: ${check ? "is not what the fits give" : "written"}`);
}
