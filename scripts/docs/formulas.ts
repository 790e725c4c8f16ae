/** The formulas at the head of the docstrings of gates, losses and functions of rows. */
import type { FeatureEntry, GateEntry } from "../../specification/schema.js";
import type { Entry, Kind } from "./specification.js";
import { WIDTH, wrap } from "./wrap.js";

/** The formulas of a function of rows or features, a loss or a gate, aligned. */
export function formulasOf(name: string, kind: Kind, entry: Entry): string[] {
  const { formula = {}, legend = {} } = entry as { formula?: Texts; legend?: Texts };
  const forms =
    kind === "gated"
      ? gateForms(name, entry as GateEntry)
      : Object.entries(formula).map(([key, text]) => [
          LEFT[key]?.(name, kind, entry as Partial<FeatureEntry>) ?? key,
          legend[key] ? `${text}, ${legend[key]}` : text,
        ]);
  const width = Math.max(...forms.map(([left = ""]) => left.length));
  return forms.flatMap(([left = "", right = ""]) =>
    wrap(right, WIDTH - width - 7).map((line, i) => `    ${(i === 0 ? left : "").padEnd(width)} ${i === 0 ? "=" : " "} ${line}`),
  );
}

type Texts = Readonly<Record<string, string>>;

const LEFT: Readonly<Record<string, (name: string, kind: Kind, entry: Partial<FeatureEntry>) => string>> = {
  value: (name, _, { several }) => (name === "logSumExp" || several === "x" ? `${name}(x)` : `${name}(x)[i]`),
  gradient: (_, kind, { several }) => (kind === "rowwise" || several === "x" ? "dx[i]" : several ? "dx" : "gradient"),
};

const gateForms = (name: string, { activation, formula, definitions = {} }: GateEntry) => [
  [`${name}(value, gate)`, formula?.value ?? `value*${activation}(gate)`],
  ["d value", formula?.backwardToValue ?? `dy*${activation}(gate)`],
  ["d gate", formula?.backwardToGate ?? `dy*value*${activation}'(gate)`],
  ...Object.entries(definitions),
];
