/** The typeset formulas of functions that are no activations. */
import type { Described, Kind } from "../../scripts/docs/specification.js";
import type { FeatureEntry, GateEntry, MathEntry } from "../../specification/schema.js";
import { DEFINITIONS } from "./typeset/definitions.js";
import { equation, mathOf, notationOf } from "./typeset/math.js";

export interface TypesetFormulas {
  /** MathML, a formula each. */
  readonly formulas: readonly string[];
  /** The meaning of symbols in them. */
  readonly notation: string;
}

type Texts = Readonly<Record<string, string>>;

/** The names that stand for all entries of a row. */
const ROWS: { readonly [kind in Kind]?: readonly string[] } = {
  rowwise: ["x", "y", "dy", "z"],
  losses: ["x", "y", "p", "a"],
  features: ["x"],
};

const called = (name: string, ...names: readonly string[]) => `\\operatorname{${name}}(${names.join(", ")})`;
const word = (text: string) => (text.length === 1 ? text : `\\mathrm{${text}}`);

/** Formulas of a function of hillock with what they are of, and definitions of names in them. */
export function typesetOther({ name, kind, entry, spec }: Described): TypesetFormulas {
  if (kind === "dense") {
    return { formulas: [equation(called(name, "x"), "\\mathrm{activation}(x \\, W + b)")], notation: "" };
  }
  const {
    formula,
    definitions = {},
    legend = {},
    several,
  } = entry as { formula?: Texts; definitions?: Texts; legend?: Texts } & Partial<FeatureEntry>;
  // A gate with definitions is shorter with them than the specification that they were put into.
  const own: Texts = kind === "gated" && (entry as GateEntry).definitions ? (formula as Texts) : (spec.formula as Texts);
  const lines = Object.entries(own).flatMap(([of, text]) => [
    [leftOf(of, name, kind, text, several), withoutDefinition(text)] as const,
    ...definitionsIn(text),
  ]);
  const all = [...lines, ...Object.entries(definitions)];
  const told = Object.entries(legend).map(([of, text]) => `${of === "gradient" ? "Gradient: " : ""}${text}`);
  return {
    formulas: all.map(([left, text]) => mathOf(text, left, ROWS[kind])),
    notation: [
      ...told.map((text) => `${text[0]?.toUpperCase()}${text.slice(1)}.`),
      ...(Object.values(own).some((text) => DEFINITION.exec(text)?.[3]) ? ["t is the threshold of p."] : []),
      notationOf(all.map(([, text]) => text)),
    ]
      .filter(Boolean)
      .join(" "),
  };
}

/**
 * The formulas of a function of `hillock/math`: its value, and its derivative in its first
 * argument.
 */
export function typesetMath(name: string, { arguments: names, formula }: MathEntry): TypesetFormulas {
  const all: readonly string[] = names ?? ["x"];
  const derivative = names ? `\\frac{\\partial}{\\partial ${names[0]}} ${called(name, ...all)}` : `\\operatorname{${name}}\\text{′}(x)`;
  const left: Texts = { value: called(name, ...all), derivative };
  const lines = Object.entries(formula as Texts);
  const definition = DEFINITIONS[name];
  const set = (of: string, text: string) =>
    of === "value" && definition ? equation(left.value as string, definition) : mathOf(text, left[of] ?? of);
  return { formulas: lines.map(([of, text]) => set(of, text)), notation: notationOf(lines.map(([, text]) => text)) };
}

/** The left side of a formula. */
function leftOf(of: string, name: string, kind: Kind, text: string, several: FeatureEntry["several"] | undefined): string {
  if (of === "value" && kind === "gated") return called(name, word("value"), word("gate"));
  if (of === "value") return `${called(name, "x")}${/\bi\b/.test(text) ? "_i" : ""}`;
  if (of === "backwardToValue" || of === "backwardToGate") return `\\mathrm{d}\\,${word(of === "backwardToGate" ? "gate" : "value")}`;
  if (of === "gradient" && kind !== "losses") return `\\mathrm{dx}${kind === "rowwise" || several === "x" ? "_i" : ""}`;
  return word(of);
}

/**
 * A formula of a loss ends with a definition in words: `..., p = sparsemax(x) with the threshold
 * t`.
 */
const DEFINITION = /, (\w) = ([^,]*?)( with the threshold t)?$/;

const withoutDefinition = (text: string): string => text.replace(DEFINITION, "");

function definitionsIn(text: string): readonly (readonly [string, string])[] {
  const [, name, value] = DEFINITION.exec(text) ?? [];
  return name && value ? [[name, value]] : [];
}
