/** The trials of row-wise functions, on rows of every length, against their definitions in MPFR. */
import * as fastFunctions from "../../src/fast.js";
import * as rowwise from "../../src/rowwise/index.js";
import type { RowSpecification } from "../../src/rowwise/types.js";
import { onRuntime } from "../../src/variants.js";
import type { Format } from "../../test/oracle/formats.js";
import { ExactRow } from "../../test/oracle/rows.js";
import { Random } from "../random.js";
import { type Engine, type Floats, formatOf } from "../subjects.js";
import { fill, KINDS } from "./numbers.js";
import type { Trial } from "./trial.js";

interface RowFunction {
  (x: Floats, options: { readonly temperature: number | undefined }): Floats;
  readonly spec: RowSpecification;
}

const registry = rowwise as unknown as Readonly<Record<string, RowFunction>>;
const fastRegistry = fastFunctions as unknown as Readonly<Record<string, RowFunction>>;

/** How wrong a result is, by the name of the function. Beside its zero logSumExp is measured by the larger of the terms it is the sum of. */
const JUDGES: Readonly<Record<string, (row: ExactRow, format: Format, i: number, result: number) => number>> = {
  softmax: (row, format, i, result) => row.softmax(format, i, result),
  logSoftmax: (row, format, i, result) => row.logSoftmax(format, i, result),
  logSumExp(row, format, _, result) {
    const { ulp, relative } = row.logSumExp(format, result);
    return Math.min(ulp, relative * 2 ** (format.mantissaBits + 1));
  },
};

/** The default temperature, and others. */
const TEMPERATURES = { value: [1], "value, other temperatures": [0.1, 0.7, 3, 22.627416997969522] };

export const rowTrials: readonly Trial[] = Object.keys(registry).flatMap((name) =>
  (Object.keys(TEMPERATURES) as (keyof typeof TEMPERATURES)[]).map((method) => trialOf(name, method)),
);

function trialOf(name: string, method: keyof typeof TEMPERATURES): Trial {
  const { bounds } = registry[name].spec;
  const judge = JUDGES[name];
  if (!judge) throw new Error(`proof/shapes/rows.ts does not know how to judge ${name}`);
  const subject = (engine: Engine) => (engine === "fast" ? fastRegistry : registry)[name];
  return {
    name,
    method,
    unit: "ulp",
    results: name === "logSumExp" ? 4000 : 20_000,
    engines: ["faithful", "fast", "double"],
    subject,
    promised(engine) {
      const { value, otherParameters = value } = engine === "double" ? bounds.float64 : engine === "fast" ? bounds.fast : bounds.float32;
      return method === "value" ? value : otherParameters;
    },
    cases: (random) => ({ kind: Object.keys(KINDS)[random.below(Object.keys(KINDS).length)], sizes: [lengthOf(random)] }),
    run(engine, { kind, sizes: [n], seed }, runtime) {
      const random = new Random(seed);
      const x = fill(engine, kind, n, random);
      const temperature = TEMPERATURES[method][random.below(TEMPERATURES[method].length)];
      const results = onRuntime(subject(engine), runtime)(x, { temperature });
      let row: ExactRow | undefined;
      return {
        results,
        judge(i) {
          row ??= new ExactRow({ x, temperature });
          return { error: judge(row, formatOf(engine), i, results[i]) };
        },
        free: () => row?.free(),
      };
    },
  };
}

/** Mostly short ones, some about the length from which rows are walked in pieces, few that are long. */
function lengthOf(random: Random): number {
  const kind = random.unit();
  if (kind < 0.94) return 1 + random.below(64);
  if (kind < 0.985) return 64 + random.below(1000);
  return kind < 0.998 ? 2040 + random.below(2100) : 20_000 + random.below(10_000);
}
