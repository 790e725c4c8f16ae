/** The options of `npm run verify`: help.ts says what they mean. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { functionNames, isCoverable, isElementwise, tiersOf, triedNames } from "./catalog.js";
import type { Backend } from "./jobs.js";
import { type ActivationMethod, methods } from "./methods.js";
import type { Tier } from "./record.js";
import { coverableNames, elementaryNames, methodsOf, names, specOf } from "./subjects.js";

export interface Options {
  readonly functions: readonly string[];
  /** The methods of activations to verify. Other functions are verified with all they have. */
  readonly methods: readonly ActivationMethod[];
  readonly mode: "sample" | "zone" | "exhaustive" | "certificate";
  readonly tier: Tier;
  readonly backend: Backend;
  readonly parameters: Readonly<Record<string, number>> | undefined;
  /** Undefined where the plan decides. */
  readonly samples: number | undefined;
  readonly seed: number;
  readonly threads: number;
  readonly update: boolean;
}

/** An error in a command, said to whoever wrote it. */
export class UsageError extends Error {}

const MODES = ["zone", "exhaustive", "certificate"] as const;
const BACKENDS: readonly string[] = ["simd", "relaxed", "js"] satisfies Backend[];

/** The contents of the record, as commands. A sample never takes the place of more. */
const RECORD: readonly (readonly string[])[] = [
  ["--exhaustive", "value", "pairValue"],
  ["--exhaustive", "derivative", "pairDerivative"],
  ["--zone", "secondDerivative"],
  [],
  ["--fast", "--zone"],
  ["--fast"],
  ["--float64", "--samples", "100000"],
];
const RECORD_OF_ELEMENTARY: readonly (readonly string[])[] = [["--exhaustive"], ["--float64", "--samples", "100000"]];
const RECORD_OF_TWO: readonly (readonly string[])[] = [
  ["--samples", "100000"],
  ["--float64", "--samples", "100000"],
];
const RECORD_OF_CASES: readonly (readonly string[])[] = [[], ["--fast"], ["--float64"]];

/** The word for all functions, which `--record` wants to hear. */
const ALL = "all";

/** The runs that a command asks for, in order. Undefined if it asks for help. */
export function readOptions(args: readonly string[]): readonly Options[] | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (!values.record) return [read(values, positionals)];
  const others = args.filter((word) => word.startsWith("-") && word !== "--record");
  if (others.length > 0) throw new UsageError(`--record decides for itself, and does not take ${others.join(" ")}`);
  if (positionals.length === 0) throw new UsageError("--record writes what it measures, a day's work for all; name functions, or say all");
  const isAll = positionals.length === 1 && positionals[0] === ALL;
  const unknown = isAll ? undefined : positionals.find((word) => !functionNames.includes(word));
  if (unknown !== undefined) throw new UsageError(`--record takes functions (${functionNames.join(", ")}), not ${unknown}`);
  const runs = (known: readonly string[], commands: typeof RECORD) =>
    commands.flatMap((command) => {
      const having = command.includes("--fast") ? known.filter((name) => tiersOf(name).includes("fast")) : known;
      const chosen = having.filter((name) => isAll || positionals.includes(name));
      const step = parse([...command, "--update", ...chosen]);
      return chosen.length === 0 ? [] : [read(step.values, step.positionals)];
    });
  return [
    ...runs(names, RECORD),
    ...runs(elementaryNames.filter(isCoverable), RECORD_OF_ELEMENTARY),
    ...runs(
      elementaryNames.filter((name) => !isCoverable(name)),
      RECORD_OF_TWO,
    ),
    ...runs(triedNames, RECORD_OF_CASES),
  ];
}

function read(values: ReturnType<typeof parse>["values"], positionals: readonly string[]): Options {
  const modes = MODES.filter((mode) => values[mode]);
  if (modes.length > 1) throw new UsageError(`--${modes.join(" and --")} exclude each other`);
  const mode: Options["mode"] = MODES.find((one) => values[one]) ?? "sample";
  if (values.fast && values.float64) throw new UsageError("--fast and --float64 exclude each other: the fast kernels are float32");
  const tier = values.float64 ? "float64" : values.fast ? "fast" : "float32";
  if (tier === "float64" && mode !== "sample") throw new UsageError(`--${mode} is for float32: float64 has too many inputs to cover`);
  if (!BACKENDS.includes(values.backend)) throw new UsageError(`--backend is ${values.backend}, expected ${BACKENDS.join(", ")}`);
  if (values.update && values.backend !== "simd")
    throw new UsageError("--update records the simd build only: its bits are the same everywhere");
  if (mode === "certificate" && tier !== "float32") throw new UsageError("--certificate is of the default kernels");

  const chosen = chooseMethods(positionals);
  if (mode === "certificate" && values.update && chosen.length < methods.length)
    throw new UsageError("--certificate --update needs all certificates of an activation: leave out the methods");
  const elementwise = mode !== "sample" || values.with.length > 0 || chosen.length < methods.length;
  const functions = chooseFunctions(positionals, tier, elementwise, chosen);
  if (mode === "certificate" && values.backend !== "simd" && !functions.every((name) => elementaryNames.includes(name)))
    throw new UsageError("--certificate is of the simd build, and of other backends for the functions of hillock/math alone");
  return {
    functions,
    methods: chosen,
    mode,
    tier,
    backend: values.backend as Backend,
    parameters: readParameters(values.with, functions),
    samples: values.samples === undefined ? undefined : count("samples", values.samples),
    seed: count("seed", values.seed),
    threads: count("threads", values.threads ?? `${availableParallelism()}`),
    update: values.update,
  };
}

/** The methods that are named; all if none is. */
function chooseMethods(positionals: readonly string[]): readonly ActivationMethod[] {
  const unknown = positionals.find((word) => !functionNames.includes(word) && !methods.some((method) => method === word));
  if (unknown !== undefined)
    throw new UsageError(
      `${unknown} is neither a function (${functionNames.join(", ")}) nor a method of activations (${methods.join(", ")})`,
    );
  const named = methods.filter((method) => positionals.includes(method));
  return named.length > 0 ? named : methods;
}

/** The functions that are named, or all for which the rest of the command makes sense. */
function chooseFunctions(
  positionals: readonly string[],
  tier: Tier,
  elementwise: boolean,
  chosen: readonly ActivationMethod[],
): readonly string[] {
  const named = functionNames.filter((name) => positionals.includes(name));
  const others = named.filter((name) => !isCoverable(name));
  if (elementwise && others.length > 0)
    throw new UsageError(
      isElementwise(others[0] as string)
        ? `${others.join(", ")} takes two numbers, and has no methods and no parameters: searched for bad inputs in either type`
        : `${others.join(", ")} takes more than one element at a time: tried on random cases, without methods and parameters`,
    );
  const wanted = named.length > 0 ? named : elementwise ? coverableNames : functionNames;
  const inTier = wanted.filter((name) => tiersOf(name).includes(tier));
  if (inTier.length === 0) throw new UsageError(`${wanted.join(", ")} has no fast form: hillock/fast passes the default kernel through`);
  const possible = inTier.filter((name) => !isCoverable(name) || chosen.some((method) => methodsOf(name).includes(method)));
  if (possible.length === 0) throw new UsageError(`${inTier.join(", ")} has no ${chosen.join(", ")}`);
  return possible;
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
