import { type Figure, figuresOf, inputsOf, type Proof, type Tier } from "../../proof/record.js";
import { code, table } from "./markdown.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;

/** Marks beside figures, and their meanings; unmarked is what every input was tried for. */
const MARKS: Readonly<Record<Proof, { mark: string; meaning: string }>> = {
  exhaustive: { mark: "", meaning: "every float32 was tried" },
  zone: { mark: "\\*", meaning: "every float32 with 2⁻³⁰ ≤ |x| < 2⁹ and every 31st elsewhere" },
  search: { mark: "†", meaning: "random inputs of every binade, and a search from the worst of them" },
  sample: { mark: "‡", meaning: "random inputs of every binade" },
};

type Method = (typeof METHODS)[number];

/** Worst errors and their inputs, of one tier. */
export function errorTable(names: readonly string[], tier: Tier): string {
  const proofs = new Set<Proof>();
  const roots: string[] = [];
  const input = ([first]: readonly number[]) => (tier === "float64" ? `${first}` : shortest(first as number));
  const cell = (name: string, method: Method, figure: Figure | undefined, parameters = "") => {
    if (!figure) return "-";
    const { error, proof, witness, besideRoot } = figure;
    proofs.add(proof);
    if (besideRoot) roots.push(`${code(`${name}.${method}`)} ${besideRoot.absolute.toExponential(1)} at ${input(besideRoot.inputs)}`);
    const { mark } = MARKS[proof];
    return error === 0
      ? `exact${mark}`
      : `${errorText(error)}${mark} at ${input(inputsOf(witness))}${parameters && `, ${code(parameters)}`}`;
  };
  const rows = names.flatMap((name) => {
    const figures = figuresOf(name, tier);
    if (Object.keys(figures).length === 0) return [];
    const defaults = [code(name), ...METHODS.map((method) => cell(name, method, figures[method]))];
    if (!Object.keys(figures).some((key) => key.includes("="))) return [defaults];
    const others = METHODS.map((method) => cell(name, method, ...worstOf(figures, method)));
    return [defaults, [`${code(name)}, other parameters`, ...others]];
  });
  const legend = [...proofs].map((proof) => `${MARKS[proof].mark || "Unmarked"}: ${MARKS[proof].meaning}.`);
  const rootNote = `Beside a root, where no relative bound can hold, the largest absolute error: ${roots.join(", ")}.`;
  return [
    table(["", "value", "derivative", "second derivative"], rows),
    "",
    [...legend, ...(roots.length > 0 ? [rootNote] : [])].join(" "),
  ].join("\n");
}

/** The largest error of a method at parameters other than the defaults, and at which. */
function worstOf(figures: Readonly<Record<string, Figure>>, method: Method): [Figure | undefined, string] {
  const others = Object.entries(figures).filter(([key]) => key.startsWith(`${method}, `));
  const [key = "", figure] = others.sort(([, a], [, b]) => b.error - a.error)[0] ?? [];
  return [figure, key.slice(`${method}, `.length)];
}

/** Four digits below 1 and two above, never less than was measured. */
function errorText(error: number): string {
  const digits = error < 1 ? 4 : 2;
  return (Math.ceil(error * 10 ** digits) / 10 ** digits).toFixed(digits);
}

/** The shortest decimal that float32 reads as x. */
function shortest(x: number): string {
  let digits = 1;
  while (Math.fround(Number(x.toPrecision(digits))) !== x) digits++;
  return `${Number(x.toPrecision(digits))}`;
}
