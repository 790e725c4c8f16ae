/**
 * The controls of the proof: a fault planted at one place, for each of its checks, is found there;
 * without the fault, nothing is.
 */
import { appendFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { emptyCount } from "../../oracle/tally.js";
import { codeOf, subjectsOf, tiersOf, trialOf, triedNames } from "../../proof/catalog.js";
import { Checkpoint } from "../../proof/checkpoint.js";
import { BLOCK_SIZE, inputsIn } from "../../proof/coverage.js";
import { brokenPromises, describeSubject } from "../../proof/figures.js";
import { channelledNames } from "../../proof/functions/channels.js";
import { measure } from "../../proof/functions/measure.js";
import type { Trial } from "../../proof/functions/trial.js";
import hardInputs from "../../proof/hardInputs.json" with { type: "json" };
import type { Job, Outcome } from "../../proof/jobs.js";
import { identityOf, identityOfCode, isOf } from "../../proof/modules.js";
import { type Options, readOptions } from "../../proof/options.js";
import { differingBlocks, figureFrom } from "../../proof/outcomes.js";
import { planTasks, type Task } from "../../proof/plan.js";
import { type Figure, readCertificates, type Witness } from "../../proof/record.js";
import type { ActivationSubject, Subject } from "../../proof/subjects.js";
import { buildsOf } from "../../src/runtime/backend.js";
import type { KernelCode } from "../../src/runtime/kernelCode.js";
import type { Floats } from "../support/activations.js";
import { type Call, Doctor, type Fault } from "../support/doctor.js";

const doctor = new Doctor();

/** The next number of an array's type, away from 0. */
function next(array: ArrayLike<number>, i: number, steps = 1): number {
  const one = array instanceof Float32Array ? Float32Array.of(array[i] as number) : Float64Array.of(array[i] as number);
  const bits = one instanceof Float32Array ? new Int32Array(one.buffer) : new BigInt64Array(one.buffer);
  if (bits instanceof Int32Array) bits[0] = (bits[0] as number) + steps;
  else bits[0] = (bits[0] as bigint) + BigInt(steps);
  return one[0] as number;
}

/**
 * A fault at the first element that a test holds for, and there alone. `place` is its inputs, once
 * there was one.
 */
class Single implements Fault {
  place: readonly number[] | undefined;
  private parameters: readonly number[] = [];

  constructor(
    private readonly holds: (x: number, i: number, call: Call) => boolean,
    readonly spoil: Fault["spoil"],
  ) {}

  at(call: Call): number {
    const { inputs, n, parameters } = call;
    const at = (i: number) => inputs.map((input) => input[i] as number);
    for (let i = 0; i < n; i++) {
      if (!this.place && this.holds(at(i).at(-1) as number, i, call)) Object.assign(this, { place: at(i), parameters: [...parameters] });
      if (this.place?.every((x, k) => Object.is(x, inputs[k]?.[i])) && this.parameters.every((p, k) => p === parameters[k])) return i;
    }
    return -1;
  }
}

const become =
  (wrong: number, output = 0): Fault["spoil"] =>
  ({ outputs }, i) => {
    (outputs[output] as Float32Array)[i] = wrong;
  };
const stepped =
  (steps: number, output = 0): Fault["spoil"] =>
  ({ outputs }, i) => {
    const results = outputs[output] as Float32Array;
    results[i] = next(results, i, steps);
  };
const between = (low: number, high: number) => (x: number) => low < x && x < high;
const bits = (pattern: number) => new Float32Array(Uint32Array.of(pattern).buffer)[0] as number;
const is = (wanted: number) => (x: number) => Object.is(x, wanted);

/** The figures of a command, by what they are of. */
function verify(command: string): ReadonlyMap<string, Figure> {
  const tasks = (readOptions(command.split(" ")) ?? []).flatMap(planTasks);
  return new Map(
    tasks.flatMap((task) => {
      const outcomes = task.jobs.map((job) => doctor.performer.perform(job));
      return task.subjects.map((subject, k) => [describeSubject(subject), figureFrom(task, k, outcomes)] as const);
    }),
  );
}

const brokenIn = (figures: ReadonlyMap<string, Figure>) =>
  [...figures].filter(([, figure]) => brokenPromises(figure).length > 0).map(([described]) => described);

/** A subject to verify, the fault in one of its methods, and the figure that is to show it. */
interface Control {
  readonly what: string;
  readonly command: string;
  readonly fault: () => Single;
  readonly found: string;
  readonly tier?: Subject["tier"];
}

const SMALL = "--samples 256";

/** One result of each method that is one unit too large, and nothing else. */
const methodControls = ["value", "derivative", "secondDerivative", "pairValue", "pairDerivative", "backward", "backwardFromOutput"].flatMap(
  (method) =>
    (["float32", "fast", "float64"] as const).map((tier): Control => {
      const steps = { float32: 1, fast: 40, float64: 40 }[tier];
      return {
        what: `${steps} units too many in one result`,
        command: `sigmoid ${tier === "float32" ? "" : `--${tier} `}${SMALL}`.replace("64 --samples 256", "64 --samples 64"),
        // Where dy is 1, the proof measures f' for itself.
        fault: () =>
          new Single(
            (x, i, { inputs }) => between(0.125, 0.5)(x) && inputs[0]?.[i] !== 1,
            stepped(steps, method === "pairDerivative" ? 1 : 0),
          ),
        found: `sigmoid ${tier === "float32" ? "" : `${tier} `}${method}`,
        tier,
      };
    }),
);

const controls: readonly Control[] = [
  ...methodControls,
  {
    what: "a number for NaN",
    command: `relu value ${SMALL}`,
    fault: () => new Single(Number.isNaN, become(0)),
    found: "relu value",
  },
  {
    what: "NaN for a number",
    command: `relu value ${SMALL}`,
    fault: () => new Single(between(0.5, 2), become(Number.NaN)),
    found: "relu value",
  },
  ...[
    ["the other zero at 0", is(0), -0],
    ["the other zero at -0", is(-0), 0],
    ["a large number for Infinity", is(Infinity), 3.4028234663852886e38],
    ["Infinity at -Infinity", is(-Infinity), Infinity],
    ["NaN at -Infinity", is(-Infinity), Number.NaN],
    ["Infinity for the largest number", is(3.4028234663852886e38), Infinity],
    ["0 for a subnormal number", is(2 ** -149), 0],
    ["a subnormal number for half of it", is(-(2 ** -149)), -(2 ** -149)],
    ["another sign", between(2, 8), -5.5],
  ].map(
    ([what, holds, wrong]): Control => ({
      what: what as string,
      command: `leakyRelu value derivative ${SMALL}`,
      fault: () => new Single(holds as (x: number) => boolean, become(wrong as number)),
      found: "leakyRelu value",
    }),
  ),
  {
    what: "a limit",
    command: `tanh secondDerivative ${SMALL}`,
    fault: () => new Single(is(Infinity), become(2 ** -149)),
    found: "tanh secondDerivative",
  },
  {
    what: "the derivative of the other side beside a kink",
    command: `elu secondDerivative ${SMALL}`,
    fault: () => new Single(is(2 ** -149), become(1)),
    found: "elu secondDerivative",
  },
  {
    what: "the last of an odd number of results",
    command: `silu value ${SMALL}`,
    fault: () => new Single((_, i, { n }) => n % 4 === 1 && i === n - 1 && n > 1, stepped(2)),
    found: "silu value",
  },
  {
    what: "two neighbours that changed places",
    command: `tanh value ${SMALL}`,
    fault: () =>
      new Single(
        (_, i) => i === 4,
        ({ outputs: [y] }, i) => (y as Float32Array).subarray(i, i + 2).reverse(),
      ),
    found: "tanh value",
  },
  {
    what: "one unit too many in a function of hillock/math",
    command: `math.sin value ${SMALL}`,
    fault: () => new Single(between(0.125, 0.5), stepped(1)),
    found: "math.sin value",
  },
  {
    what: "a number where there is none",
    command: `math.log value ${SMALL}`,
    fault: () => new Single(between(-8, -2), become(1)),
    found: "math.log value",
  },
  {
    what: "none where there is a number",
    command: `math.log value ${SMALL}`,
    fault: () => new Single(between(2, 8), become(Number.NaN)),
    found: "math.log value",
  },
  {
    what: "value and derivative that changed places",
    command: `silu pairValue pairDerivative ${SMALL}`,
    fault: () =>
      new Single(between(0.5, 2), ({ outputs: [y, d] }, i) => {
        [(y as Float32Array)[i], (d as Float32Array)[i]] = [d?.[i] as number, y?.[i] as number];
      }),
    found: "silu pairValue, silu pairDerivative",
  },
  {
    what: "a fault at one example of a parameter",
    command: `elu value ${SMALL}`,
    fault: () => new Single((x, _, { parameters }) => parameters[0] === 2 && between(-2, -0.5)(x), stepped(3)),
    found: "elu alpha=2 value",
  },
  {
    what: "a gradient from the output that has lost its dy",
    command: `tanh backwardFromOutput ${SMALL}`,
    fault: () =>
      new Single(between(0.125, 0.5), ({ inputs: [dy], outputs: [dx] }, i) => {
        (dx as Float32Array)[i] = (dx?.[i] as number) / (dy?.[i] as number);
      }),
    found: "tanh backwardFromOutput",
  },
];

describe("a sample finds", () => {
  test.each(controls)("$what: $found", ({ command, fault, found, tier = "float32" }) => {
    const [first = ""] = found.split(", ");
    const [name = "", method = ""] = [first.split(" ")[0], first.split(" ").at(-1)];
    const planted = fault();
    const figures = doctor.during({ name, tier, method, parameters: {} }, planted, () => verify(command));
    expect(planted.place, "where the fault is").toBeDefined();
    expect(brokenIn(figures).join(", ")).toBe(found);
    const { inputs } = (figures.get(first) as Figure).witness as Witness;
    expect(inputs).toEqual(planted.place);
  });

  test.each([...new Set(controls.map(({ command }) => command))])("nothing without a fault: %s", (command) => {
    expect(brokenIn(verify(command))).toEqual([]);
  });
});

/** The results of one block of a subject, judged and summed up. */
function block(subject: ActivationSubject, job: Omit<Extract<Job, { kind: "comparison" }>, "kind" | "subjects" | "seed">): Outcome {
  return doctor.performer.perform({ kind: "comparison", subjects: [subject], seed: 1, ...job });
}

describe("of all inputs of a block", () => {
  const relu: ActivationSubject = { name: "relu", tier: "float32", method: "value", parameters: {} };
  const BLOCK = 64;
  const first = BLOCK * BLOCK_SIZE;

  test.each([
    ["the first", "exhaustive", first],
    ["the last", "exhaustive", first + BLOCK_SIZE - 1],
    ["any other", "exhaustive", first + 0x654321],
    ["any of the zone", "zone", first + 0x54321],
    ["the first of a stripe", "stripe", first + 1000],
    ["the last of a stripe", "stripe", first + 1100],
  ] as const)("%s is judged, %s", (_, covered, place) => {
    const extent = covered === "stripe" ? ({ covered, first: 1000, count: 101 } as const) : { covered };
    const fault = new Single(is(bits(place)), stepped(1));
    const { counts } = doctor.during(relu, fault, () => block(relu, { extent, block: BLOCK }));
    expect(counts[0]).toMatchObject({ misrounded: 1, inputs: inputsIn(extent, BLOCK), worst: { ulp: 1, inputs: [bits(place)] } });
    expect(block(relu, { extent, block: BLOCK }).counts[0]).toMatchObject({ misrounded: 0, worst: { ulp: 0 } });
  });

  test.each([
    ["bentIdentity", "value", 100, 1, 0],
    ["isru", "secondDerivative", 20, 1, 0],
    ["xielu", "value", 0, -1, 25],
  ] as const)("the wrong neighbour of a middle is counted: %s, %s", (name, method, of, steps, others) => {
    const subject = subjectsOf(name).find((one) => one.tier === "float32" && one.method === method) as ActivationSubject;
    const extent = { covered: "stripe", first: 1001, count: 100 } as const;
    const place = bits(of * BLOCK_SIZE + 1051);
    const right = block(subject, { extent, block: of }).counts[0];
    expect(right).toMatchObject({ misrounded: others, ties: others, judgedExactly: 0 });
    const fault = new Single(is(place), stepped(steps));
    const { counts } = doctor.during(subject, fault, () => block(subject, { extent, block: of }));
    expect(counts[0]).toMatchObject({ misrounded: others + 1, ties: others + 1, judgedExactly: 0 });
  });

  const replay = (fault?: Fault) => {
    const act = () => doctor.performer.perform({ kind: "replay", subjects: [relu], block: 127 });
    const outcomes: Outcome[] = [];
    outcomes[127] = fault ? doctor.during(relu, fault, act) : act();
    return differingBlocks(outcomes, readCertificates("relu").value ?? []);
  };

  test.each([
    ["a last bit", new Single(is(bits(127 * BLOCK_SIZE)), stepped(1)), [127]],
    ["an infinity", new Single(is(Infinity), become(3.4028234663852886e38)), [127]],
    ["a NaN", new Single(Number.isNaN, become(0)), [127]],
    ["none but a NaN's payload", new Single(Number.isNaN, become(bits(0xffc12345))), []],
  ] as const)("a certificate tells %s", (_, fault, differing) => {
    expect(replay(fault)).toEqual(differing);
    expect(fault.place).toBeDefined();
  });
});

describe("a search in float64", () => {
  const subjectOf = (name: string, method: ActivationSubject["method"] = "value") =>
    subjectsOf(name).find((subject) => subject.tier === "float64" && subject.method === method) as ActivationSubject;
  const search = (subject: ActivationSubject, evaluations: number) =>
    doctor.performer.perform({ kind: "search", subjects: [subject], evaluations, seed: 3 }).counts[0]?.worst;

  const hard = Object.entries(hardInputs).flatMap(([name, inputs]) => inputs.map((x) => [name, x] as const));

  test.each(hard)("judges %s at %d, where it is hard", (name, x) => {
    const subject = subjectOf(name);
    const worst = doctor.during(subject, new Single(is(x), become(Number.NaN)), () => search(subject, 1));
    expect(worst).toMatchObject({ ulp: Infinity, inputs: [x] });
    expect(search(subject, 1)?.ulp).toBeLessThan(4);
  });

  /**
   * An error that grows towards a point, and is so large beside it alone that nothing random meets
   * it.
   */
  class Hill implements Fault {
    constructor(private readonly top: number) {}

    at = () => 0;

    spoil({ inputs, outputs: [y], n }: Call): void {
      for (let i = 0; i < n; i++) {
        const distance = Math.max(Math.abs((inputs.at(-1)?.[i] as number) / this.top - 1), 2 ** -40);
        (y as Floats)[i] = next(y as Floats, i, Math.max(0, Math.floor(-16 * Math.log2(distance)) - 64));
      }
    }
  }

  test.each(["value", "backward"] as const)("climbs to where errors of %s are large", (method) => {
    const subject = subjectOf("relu", method);
    const top = 2.7;
    const worst = doctor.during(subject, new Hill(top), () => search(subject, 200_000));
    expect(Math.abs((worst?.inputs.at(-1) as number) / top - 1)).toBeLessThan(2 ** -17);
  });
});

describe("the judge of cases finds", () => {
  /** Small cases of every kind, so that all results are judged. */
  const SIZES: Readonly<Record<string, readonly number[]>> = {
    dense: [3, 5, 4],
    entmax15Loss: [2, 7, 2],
    softmaxCrossEntropy: [2, 7, 2],
    sparsemaxLoss: [2, 7, 2],
    ...Object.fromEntries(
      channelledNames.flatMap((name) => [".byChannel", ".parameterGradientsByChannel"].map((of) => [name + of, [2, 3, 4]])),
    ),
    focalLoss: [2, 5, 2],
    sigmoidBinaryCrossEntropy: [2, 5, 2],
  };
  const small = (trial: Trial): Trial => ({ ...trial, cases: () => ({ kind: "normal", sizes: SIZES[trial.name] ?? [24] }) });
  const subjects = triedNames.flatMap((name) => subjectsOf(name));
  const judge = ({ tier }: Subject, trial: Trial) => measure(trial, tier, doctor.performer.runtime, 1, 7);

  const faults: Readonly<Record<string, (results: Floats, k: number, bound: number) => number>> = {
    NaN: () => Number.NaN,
    Infinity: () => Infinity,
    // Of a sum, in units of what was added up, which may be larger.
    "a result beyond its bound": (results, k, bound) => next(results, k, 4096 * Math.max(1, Math.ceil(bound))),
    "another sign": (results, k) => -(results[k] || 1),
  };

  test.each(subjects.map((subject) => [describeSubject(subject), subject] as const))("%s", (_, subject) => {
    const trial = small(trialOf(subject));
    expect(brokenPromises(judge(subject, trial))).toEqual([]);
    for (const [what, spoilt] of Object.entries(faults))
      for (const share of [0, 0.5, 1]) {
        let place = -1;
        const wrong: Trial = {
          ...trial,
          run(...given) {
            const run = trial.run(...given);
            // A zero has no other sign that counts.
            const places = [...run.results.keys()].filter((k) => run.results[k] !== 0);
            place = places[Math.round(share * (places.length - 1))] ?? 0;
            run.results[place] = spoilt(run.results, place, trial.promised(subject.tier, trial.cases(null as never).sizes));
            return run;
          },
        };
        const figure = judge(subject, wrong);
        expect(brokenPromises(figure), `${what} in result ${place}`).not.toEqual([]);
        expect(figure.witness).toMatchObject({ index: place });
      }
  });
});

test("an absolute error beside a root that is promised, and is larger, breaks the promise", () => {
  const witness = { inputs: [1], inputBits: [], got: "", wanted: "" };
  const figure: Figure = {
    bound: 1,
    error: 1,
    proof: "sample",
    judged: 1,
    witness,
    besideRoot: { ...witness, bound: 0.25, absolute: 0.25 },
  };
  expect(brokenPromises(figure)).toEqual([]);
  expect(brokenPromises({ ...figure, besideRoot: { ...witness, bound: 0.25, absolute: 0.2500001 } })).toHaveLength(1);
  expect(brokenPromises({ ...figure, error: 1.0000001 })).toHaveLength(1);
  expect(brokenPromises({ ...figure, error: Number.NaN })).toHaveLength(1);
});

describe("the identity of a module", () => {
  const places = ({ length }: ArrayLike<unknown>) => [0, length >> 1, length - 1];
  const flipped = (digits: string, i: number) => `${digits.slice(0, i)}${digits[i] === "0" ? "1" : "0"}${digits.slice(i + 1)}`;

  test.each(["sigmoid", "softmax"])("tells a flipped bit of the simd build of %s, and of its constants", (name) => {
    for (const tier of tiersOf(name)) {
      const code = codeOf(name, tier) as KernelCode;
      const identity = identityOf(name, tier);
      expect(isOf(identityOfCode(code), identity)).toBe(true);
      const { simd } = buildsOf(code);
      for (const i of places(simd)) {
        const damaged = () => simd.map((byte, k) => (k === i ? byte ^ 1 : byte));
        expect(isOf(identityOfCode({ ...code, simd: damaged }), identity), `byte ${i}`).toBe(false);
      }
      for (const i of places(code.table))
        expect(isOf(identityOfCode({ ...code, table: flipped(code.table, i) }), identity), `constants, ${i}`).toBe(false);
      expect(isOf(undefined, identity)).toBe(false);
    }
  });
});

test("a checkpoint gives back what was written, less a line that was cut off, and to the same task alone", () => {
  const [task, other] = [1, 2].map((seed) => {
    const [options] = readOptions(`relu value --seed ${seed} --samples 77`.split(" ")) ?? [];
    return planTasks(options as Options)[0] as Task;
  }) as [Task, Task];
  const worst = { ulp: Infinity, inputs: [-0, Number.NaN, -Infinity], got: -0 };
  const outcome: Outcome = { counts: [{ ...emptyCount(), worst }], checksums: ["0123abcd"] };
  const checkpoint = new Checkpoint(task, "simd");
  try {
    for (const index of [0, 5]) checkpoint.add(index, outcome);
    appendFileSync(checkpoint.path, '\n[7,{"counts":[{"inp');
    expect(new Checkpoint(task, "simd").done).toEqual(new Map([0, 5].map((index) => [index, outcome])));
    new Checkpoint(task, "simd").add(7, outcome);
    expect([...new Checkpoint(task, "simd").done.keys()]).toEqual([0, 5, 7]);
    expect(new Checkpoint(other, "simd").done.size).toBe(0);
    expect(new Checkpoint(task, "relaxed").done.size).toBe(0);
  } finally {
    rmSync(checkpoint.path, { force: true });
  }
});
