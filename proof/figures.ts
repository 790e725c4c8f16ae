/** Figures: made from what was counted, held to what is promised, and shown. */
import { toBits } from "../oracle/formats.js";
import { type Count, FEW, type Reference, type Worst } from "../oracle/tally.js";
import { parametersText, unitOf } from "./catalog.js";
import type { Figure, Proof, Witness } from "./record.js";
import { type ActivationSubject, absoluteBoundOf, boundOf, formatOf, type Subject } from "./subjects.js";
import { wrap } from "./text.js";

/** The figure of a method from a count. The error of the witness comes from MPFR. */
export function figureOf(subject: ActivationSubject, reference: Reference, count: Count, proof: Proof): Figure {
  const { worst, worstAbsolute, inputs, misrounded, ties, misroundedInputs } = count;
  const listed = proof === "exhaustive" && misrounded > 0 && misrounded < FEW;
  if (!worst) throw new Error(`${describeSubject(subject)}: nothing was compared`);
  return {
    bound: boundOf(subject),
    error: reference.judge(formatOf(subject.tier), worst.inputs, worst.got).ulp,
    proof,
    judged: inputs,
    misrounded,
    ties,
    ...(listed && { misroundedInputs: misroundedInputs.map(([x]) => toBits(formatOf(subject.tier), x as number)) }),
    witness: witnessOf(subject, reference, worst),
    ...(worstAbsolute && {
      besideRoot: {
        bound: absoluteBoundOf(subject),
        absolute: worstAbsolute.absolute,
        ...witnessOf(subject, reference, worstAbsolute),
      },
    }),
  };
}

function witnessOf({ tier }: Subject, reference: Reference, { inputs, got }: Worst): Witness {
  const format = formatOf(tier);
  return {
    inputs,
    inputBits: inputs.map((input) => toBits(format, input)),
    got: toBits(format, got),
    wanted: toBits(format, reference.judge(format, inputs, got).rounded),
  };
}

/** The promises that a figure breaks, in words; empty if it keeps them. */
export function brokenPromises({ error, bound, besideRoot }: Figure): readonly string[] {
  return [
    ...(error <= bound ? [] : [`${error}, promised ${bound}`]),
    ...(!besideRoot || besideRoot.absolute <= besideRoot.bound
      ? []
      : [`${besideRoot.absolute} beside a root, promised ${besideRoot.bound}`]),
  ];
}

export function describeSubject(subject: Subject): string {
  const { name, tier, method } = subject;
  return joined(name, parametersText(subject), tier === "float32" ? "" : tier, method);
}

const joined = (...words: readonly string[]) => words.filter(Boolean).join(" ");

const UNITS = { ulp: "ULP", sum: "u sum", "double sum": "u sum" };

/**
 * A line for a terminal with the error, two where parameters are many, and below where it is and
 * among how many results.
 */
export function lineOf(subject: Subject, figure: Figure): string {
  const { error, witness, misrounded, ties, judged, proof, besideRoot } = figure;
  const [described, method] = [describeSubject(subject), `    ${subject.tier} ${subject.method}`];
  const beginning = described.length > 60 ? `${joined(subject.name, parametersText(subject))}\n${method.padEnd(60)}` : described.padEnd(60);
  const head = `${beginning} ${`${error.toFixed(5)} ${UNITS[unitOf(subject.name)]}`.padStart(19)}`;
  const details = [
    `${misrounded === undefined ? "" : `${((100 * misrounded) / judged).toPrecision(3)} % misrounded${ties ? `, ${ties} of them ties,` : ""} `}of ${judged} (${proof})`,
    `at ${"case" in witness ? `${witness.index} of ${witness.case.kind} ${witness.case.sizes.join(" x ")}` : witness.inputs.join(" and ")}`,
    ...(besideRoot ? [`2^${Math.log2(besideRoot.absolute).toFixed(2)} beside a root`] : []),
    ...brokenPromises(figure).map((text) => `BROKEN: ${text}`),
  ];
  return `${head}\n${wrap(details, 4)}`;
}
