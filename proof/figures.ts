import { toBits } from "../oracle/formats.js";
import type { ParameterValues, Reference } from "../oracle/oracle.js";
import type { Count, Worst } from "../oracle/tally.js";
import type { Accuracy, Coverage, Figure, Witness } from "./record.js";
import { boundOf, formatOf, isDefault, rootsOf, type Subject } from "./subjects.js";
import { wrap } from "./text.js";

/** The figure of a subject from what was counted. The error of the witness comes from MPFR. */
export function figureOf(subject: Subject, reference: Reference, count: Count, covered: Coverage): Figure {
  const { worst, worstAbsolute, inputs, misrounded } = count;
  if (!worst) throw new Error(`${describeSubject(subject)}: nothing was compared`);
  return {
    ulp: reference.judge(formatOf(subject.engine), worst.inputs, worst.got).ulp,
    witness: witnessOf(subject, reference, worst),
    misrounded,
    share: Number((misrounded / inputs).toPrecision(4)),
    covered,
    inputs,
    ...(worstAbsolute && { besideRoot: { absolute: worstAbsolute.absolute, ...witnessOf(subject, reference, worstAbsolute) } }),
  };
}

function witnessOf({ engine }: Subject, reference: Reference, { inputs, got }: Worst): Witness {
  const format = formatOf(engine);
  return {
    inputs,
    inputBits: inputs.map((input) => toBits(format, input)),
    got: toBits(format, got),
    wanted: toBits(format, reference.judge(format, inputs, got).rounded),
  };
}

/** What of a figure breaks a promise; empty if nothing does. */
export function brokenPromises(subject: Subject, { ulp, besideRoot }: Figure): readonly string[] {
  const bound = boundOf(subject);
  const absolute = Math.max(...rootsOf(subject).map((root) => root.absolute));
  return [
    ...(ulp <= bound ? [] : [`${ulp} ULP, promised ${bound}`]),
    ...(!besideRoot || besideRoot.absolute <= absolute ? [] : [`${besideRoot.absolute} beside a root, promised ${absolute}`]),
  ];
}

/** The figure of the simd build on record, if there is one. */
export function figureOnRecord({ activations }: Accuracy, subject: Subject): Figure | undefined {
  const record = activations[subject.activation]?.[formatOf(subject.engine).name]?.[subject.engine]?.simd;
  const parameters = parametersText(subject);
  return (parameters ? record?.otherParameters?.[parameters] : record)?.[subject.method];
}

/** `alpha=0.5`; empty for the defaults. */
export function parametersText(subject: Subject): string {
  return isDefault(subject) ? "" : textOf(subject.parameters);
}

function textOf(parameters: ParameterValues): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

export function describeSubject(subject: Subject): string {
  return [subject.activation, parametersText(subject), subject.engine === "faithful" ? "" : subject.engine, subject.method]
    .filter(Boolean)
    .join(" ");
}

/** What a terminal shows: the error, and below it where it is and of how much it is the largest. */
export function lineOf(subject: Subject, figure: Figure): string {
  const { ulp, witness, share, inputs, covered, besideRoot } = figure;
  const head = `${describeSubject(subject).padEnd(60)} ${`${ulp.toFixed(5)} ULP`.padStart(19)}`;
  const details = [
    `${(100 * share).toPrecision(3)} % misrounded of ${inputs} (${covered})`,
    `at ${witness.inputs.join(" and ")}`,
    ...(besideRoot ? [`2^${Math.log2(besideRoot.absolute).toFixed(2)} beside a root`] : []),
    ...brokenPromises(subject, figure).map((text) => `BROKEN: ${text}`),
  ];
  return `${head}\n${wrap(details, 4)}`;
}
