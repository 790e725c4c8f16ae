import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Backend } from "./perform.js";
import type { Measured } from "./record.js";
import { shapeNames } from "./shapes/index.js";
import { type Engine, enginesOf, methods, methodsOf, names, specOf } from "./subjects.js";
import { wrap } from "./text.js";

export const HELP = `Measures how far hillock's results are from the exact values, and whether that
is within what the definitions promise.

    npm run verify -- [function ...] [method ...] [options]

Without names: every function and every method. Methods of activations:
${wrap(methods, 4)}
(pairValue and pairDerivative are the halves of valueAndDerivative).
What takes more than one element at a time is tried on random cases, with all
it has:
${wrap(shapeNames, 4)}

How much is covered, in float32
    (default)         a sample of every binade, at the defaults and at every
                      example of a parameter
    --zone            every float with 2^-30 <= |x| < 2^9, every 31st elsewhere
    --exhaustive      all 2^32 floats; stops and resumes where it was
                      (.cache/proof)
    --certificate     no oracle: recomputes all results and compares their
                      checksums with accuracy.json; with --update, figures with
                      a certificate are kept for a module that was built anew
                      with the same results
Gradients have two arguments: they are always sampled, and searched for bad
inputs.

What is verified
    --fast            hillock/fast instead of the default kernels
    --float64         float64: sampled, and searched for bad inputs
    --backend NAME    simd (default), relaxed, js
    --with NAME=VALUE a parameter, in --zone and --exhaustive too; repeat for
                      more

    --samples N       results per function where they are sampled
                      (default 2^20; in float64 20000)
    --seed N          of the random inputs (default 1)
    --threads N       default: one per core
    --update          records what was measured in accuracy.json
    --record          measures all that accuracy.json has of these functions,
                      and records it: half an hour on two cores for eight
                      activations
    --help

Ends with 1 if a promise is broken, with 2 if the command cannot be understood,
and with 130 if it is stopped (Ctrl-C); it then says how to go on.
`;

export interface Options {
  /** What takes more than one element at a time. */
  readonly shapes: readonly string[];
  readonly activations: readonly string[];
  readonly methods: readonly Measured[];
  readonly mode: "sample" | "zone" | "exhaustive" | "certificate";
  readonly engine: Engine;
  readonly backend: Backend;
  readonly parameters: Readonly<Record<string, number>> | undefined;
  /** Undefined where what is tried decides. */
  readonly samplesOfShapes: number | undefined;
  readonly samples: number;
  readonly seed: number;
  readonly threads: number;
  readonly update: boolean;
}

/** What is wrong with a command, said to whoever wrote it. */
export class UsageError extends Error {}

const MODES = ["zone", "exhaustive", "certificate"] as const;
const BACKENDS: readonly string[] = ["simd", "relaxed", "js"] satisfies Backend[];

/** What accuracy.json has, as commands. A sample never takes the place of more. */
const RECORD: readonly (readonly string[])[] = [
  ["--exhaustive", "value", "pairValue"],
  ["--exhaustive", "derivative", "pairDerivative"],
  ["--zone", "secondDerivative"],
  [],
  ["--fast", "--zone"],
  ["--fast"],
  ["--float64", "--samples", "100000"],
];

const SHAPE_RECORD: readonly (readonly string[])[] = [[], ["--fast"], ["--float64"]];

/** The runs that a command asks for, in order. Undefined if it asks for help. */
export function readOptions(args: readonly string[]): readonly Options[] | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (!values.record) return [read(values, positionals)];
  const others = args.filter((word) => word.startsWith("-") && word !== "--record");
  if (others.length > 0) throw new UsageError(`--record decides for itself, and does not take ${others.join(" ")}`);
  const known = [...names, ...shapeNames];
  const unknown = positionals.find((word) => !known.includes(word));
  if (unknown !== undefined) throw new UsageError(`--record takes functions (${known.join(", ")}), not ${unknown}`);
  const shapes = shapeNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const ofShapes = shapes.length > 0 ? SHAPE_RECORD.map((command) => parse([...command, "--update", ...shapes])) : [];
  const ofActivations = RECORD.flatMap((command) => {
    const having = command.includes("--fast") ? names.filter((name) => enginesOf(name).includes("fast")) : names;
    const chosen = having.filter((name) => positionals.length === 0 || positionals.includes(name));
    const step = parse([...command, "--update", ...chosen]);
    return chosen.length === 0 ? [] : [read(step.values, step.positionals)];
  });
  return [...ofActivations, ...ofShapes.map((step) => read(step.values, step.positionals))];
}

function read(values: ReturnType<typeof parse>["values"], positionals: readonly string[]): Options {
  const modes = MODES.filter((mode) => values[mode]);
  if (modes.length > 1) throw new UsageError(`--${modes.join(" and --")} exclude each other`);
  const mode: Options["mode"] = modes[0] ?? "sample";
  if (values.fast && values.float64) throw new UsageError("--fast and --float64 exclude each other: the fast kernels are float32");
  const engine: Engine = values.float64 ? "double" : values.fast ? "fast" : "faithful";
  if (engine === "double" && modes.length > 0) throw new UsageError(`--${mode} is for float32: float64 has too many inputs to cover`);
  if (!BACKENDS.includes(values.backend)) throw new UsageError(`--backend is ${values.backend}, expected ${BACKENDS.join(", ")}`);
  if (values.update && values.backend !== "simd")
    throw new UsageError("--update records the simd build only: its bits are the same everywhere");
  if (mode === "certificate" && (values.backend !== "simd" || engine !== "faithful"))
    throw new UsageError("--certificate is of the simd build of the default kernels");

  const known: readonly string[] = methods;
  const functions = [...names, ...shapeNames];
  const unknown = positionals.find((word) => !functions.includes(word) && !known.includes(word));
  if (unknown !== undefined)
    throw new UsageError(`${unknown} is neither a function (${functions.join(", ")}) nor a method of activations (${methods.join(", ")})`);
  const namesNone = !positionals.some((word) => functions.includes(word));
  const elementwise = modes.length > 0 || values.with.length > 0 || positionals.some((word) => known.includes(word));
  const shapes = shapeNames.filter((name) => positionals.includes(name) || (namesNone && !elementwise));
  if (elementwise && shapes.length > 0)
    throw new UsageError(
      `${shapes.join(", ")} takes more than one element at a time: tried on random cases, without methods and parameters`,
    );
  const activations = names.filter((name) => positionals.includes(name) || namesNone);
  const withEngine = activations.filter((name) => enginesOf(name).includes(engine));
  if (withEngine.length === 0 && shapes.length === 0)
    throw new UsageError(`${activations.join(", ")} has no fast form: hillock/fast passes the default kernel through`);
  const wanted = methods.filter(
    (method) => positionals.length === 0 || !positionals.some((word) => known.includes(word)) || positionals.includes(method),
  );
  if (mode === "certificate" && values.update && wanted.length < methods.length)
    throw new UsageError("--certificate --update needs all certificates of an activation: leave out the methods");
  const possible = withEngine.filter((name) => wanted.some((method) => methodsOf(name).includes(method)));
  if (possible.length === 0 && shapes.length === 0) throw new UsageError(`${withEngine.join(", ")} has no ${wanted.join(", ")}`);

  return {
    shapes,
    activations: possible,
    methods: wanted,
    mode,
    engine,
    backend: values.backend as Backend,
    parameters: readParameters(values.with, possible),
    samplesOfShapes: values.samples === undefined ? undefined : count("samples", values.samples),
    samples: count("samples", values.samples ?? (engine === "double" ? "20000" : `${2 ** 20}`)),
    seed: count("seed", values.seed),
    threads: count("threads", values.threads ?? `${availableParallelism()}`),
    update: values.update,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        zone: { type: "boolean", default: false },
        exhaustive: { type: "boolean", default: false },
        certificate: { type: "boolean", default: false },
        fast: { type: "boolean", default: false },
        float64: { type: "boolean", default: false },
        backend: { type: "string", default: "simd" },
        with: { type: "string", multiple: true, default: [] },
        samples: { type: "string" },
        seed: { type: "string", default: "1" },
        threads: { type: "string" },
        update: { type: "boolean", default: false },
        record: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`--${name} is ${text}, expected a whole number from 1`);
  return value;
}

function readParameters(given: readonly string[], activations: readonly string[]): Options["parameters"] {
  if (given.length === 0) return undefined;
  const parameters: Record<string, number> = {};
  for (const text of given) {
    const [name = "", digits = ""] = text.split("=");
    if (digits.trim() === "" || Number.isNaN(Number(digits))) throw new UsageError(`--with ${text}, expected NAME=VALUE`);
    const without = activations.find((activation) => !(name in specOf(activation).parameters));
    if (without) throw new UsageError(`${without} has no parameter ${name}`);
    const { minimum = -Infinity, maximum = Infinity } = specOf(activations[0]).parameters[name];
    if (!(Number(digits) >= minimum && Number(digits) <= maximum))
      throw new UsageError(`--with ${text}, expected ${name} from ${minimum} to ${maximum}`);
    parameters[name] = Number(digits);
  }
  return parameters;
}
