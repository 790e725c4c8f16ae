import type { Accuracy, BuildRecord, Coverage, Figure, Witness } from "../../proof/record.js";
import { shortest } from "./docstrings.js";
import { code, table } from "./markdown.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;

/** Marks beside figures, and their meanings; unmarked is what every input was tried for. */
const MARKS: Readonly<Record<Coverage, { mark: string; meaning: string }>> = {
  all: { mark: "", meaning: "every float32 was tried" },
  "dense zone": { mark: "\\*", meaning: "every float32 with 2⁻³⁰ ≤ |x| < 2⁹ and every 31st elsewhere" },
  "directed sampling": { mark: "†", meaning: "random inputs of every binade, and a search from the worst of them" },
  sample: { mark: "‡", meaning: "random inputs of every binade" },
};

type Method = (typeof METHODS)[number];
type Type = "float32" | "float64";

/** Worst errors and their inputs, of one engine. */
export function errorTable(names: readonly string[], accuracy: Accuracy, type: Type, engine: string): string {
  const covered = new Set<Coverage>();
  const roots: string[] = [];
  const input = ({ inputs }: Witness) => (type === "float32" ? shortest(inputs[0] as number) : `${inputs[0]}`);
  const cell = (name: string, method: Method, figure: Figure | undefined, parameters = "") => {
    if (!figure) return "-";
    covered.add(figure.covered);
    const { ulp, witness, besideRoot } = figure;
    if (besideRoot) roots.push(`${code(`${name}.${method}`)} ${besideRoot.absolute.toExponential(1)} at ${input(besideRoot)}`);
    const { mark } = MARKS[figure.covered];
    return ulp === 0 ? `exact${mark}` : `${errorText(ulp)}${mark} at ${input(witness)}${parameters && `, ${code(parameters)}`}`;
  };
  const rows = names.flatMap((name) => {
    const record = accuracy.activations[name]?.[type]?.[engine]?.simd;
    if (!record) return [];
    const defaults = [code(name), ...METHODS.map((method) => cell(name, method, record[method]))];
    if (!record.otherParameters) return [defaults];
    const others = METHODS.map((method) => cell(name, method, ...worstOf(record, method)));
    return [defaults, [`${code(name)}, other parameters`, ...others]];
  });
  const legend = [...covered].map((coverage) => `${MARKS[coverage].mark || "Unmarked"}: ${MARKS[coverage].meaning}.`);
  const rootNote = `Beside a root, where no relative bound can hold, the largest absolute error: ${roots.join(", ")}.`;
  return [
    table(["", "value", "derivative", "second derivative"], rows),
    "",
    [...legend, ...(roots.length > 0 ? [rootNote] : [])].join(" "),
  ].join("\n");
}

/** The largest error of a method at parameters other than the defaults, and at which. */
function worstOf({ otherParameters = {} }: BuildRecord, method: Method): [Figure | undefined, string] {
  const figures = Object.entries(otherParameters).flatMap(([parameters, { [method]: figure }]) =>
    figure ? [[figure, parameters] as const] : [],
  );
  const [figure, parameters = ""] = figures.sort(([a], [b]) => b.ulp - a.ulp)[0] ?? [];
  return [figure, parameters];
}

/** Four digits below 1 and two above, never less than was measured. */
function errorText(ulp: number): string {
  const digits = ulp < 1 ? 4 : 2;
  return (Math.ceil(ulp * 10 ** digits) / 10 ** digits).toFixed(digits);
}
