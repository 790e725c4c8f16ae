/** The functions that are no activations, as the pages show them, and those of `hillock/math`. */
import packageIndex from "../../accuracy.json" with { type: "json" };
import { elementary } from "../../oracle/elementary.js";
import { functions, KINDS, type Kind } from "../../scripts/docs/specification.js";
import type { NamesElsewhere } from "../../specification/schema.js";
import { type Index, nameOf, namesIn } from "./functions.js";
import { mathExample } from "./mathExample.js";
import { type TypesetFormulas, typesetMath, typesetOther } from "./otherFormulas.js";
import type { Curves } from "./plots/curves.js";
import { denseCurves, featureCurves, gateCurves } from "./plots/layers.js";
import { mathCurves } from "./plots/math.js";
import { lossCurves, rowCurves } from "./plots/rows.js";

/** A function as its page shows it. */
export interface Other extends TypesetFormulas {
  readonly name: string;
  /** The name of its page: two functions may share a name, of `hillock` and of `hillock/math`. */
  readonly page: string;
  readonly kind: string;
  readonly title: string;
  /** The formulas as text. */
  readonly texts: Readonly<Record<string, string>>;
  /** Curves of it. */
  readonly curves: Curves;
  /** Facts of it, each with a name. */
  readonly facts: readonly (readonly [fact: string, text: string, isCode: boolean])[];
  /** The errors in float32: of what, which are promised, and which were found. */
  readonly errors: readonly (readonly [of: string, promised: string, found: string])[];
  readonly example: string;
  /** Its names in other libraries. */
  readonly elsewhere: readonly string[];
}

const CURVES: { readonly [kind in Kind]?: (name: string) => Curves } = {
  rowwise: rowCurves,
  gated: gateCurves,
  features: featureCurves,
  losses: lossCurves,
  dense: denseCurves,
};

export const ofKinds: readonly Other[] = functions
  .filter(({ kind }) => kind !== "activations")
  .map((described) => {
    const { name, kind, entry, spec, example } = described;
    const { title, source, names = {} } = entry as { title: string; source?: string; names?: NamesElsewhere };
    return {
      name,
      page: name,
      kind: KINDS[kind].title,
      title,
      ...typesetOther(described),
      texts: spec.formula,
      curves: (CURVES[kind] as (name: string) => Curves)(name),
      facts: factsOf({ ...spec, source, names }),
      errors: errorsOf(name),
      example,
      elsewhere: Object.values(names).flat().map(nameOf),
    };
  });

const ofMath: readonly Other[] = Object.entries(elementary).map(([name, entry]) => {
  const { title, formula, domain, range, source } = entry;
  return {
    name,
    page: `math.${name}`,
    kind: "Elementary functions, of hillock/math",
    title,
    ...typesetMath(name, entry),
    texts: formula as Other["texts"],
    curves: mathCurves(name),
    facts: factsOf({ domain: domain?.join(" or "), range: range?.join(" or "), source }),
    errors: errorsOf(`math.${name}`),
    example: mathExample(name),
    elsewhere: [],
  };
});

export const others: readonly Other[] = [...ofKinds, ...ofMath];

interface Known {
  readonly domain?: string | undefined;
  readonly range?: string | undefined;
  readonly source?: string | undefined;
  readonly names?: NamesElsewhere;
}

/** The facts that are known of a function, as rows of a table. */
function factsOf({ domain, range, source, names = {} }: Known): Other["facts"] {
  return [
    ...(domain ? [["domain", domain, true] as const] : []),
    ...(range ? [["range", range, true] as const] : []),
    ...(source ? [["source", source, false] as const] : []),
    ...namesIn(names).map(([library, list]) => [`in ${library}`, list, true] as const),
  ];
}

/** The errors on record. */
function errorsOf(recorded: string): Other["errors"] {
  const { unit, float32 } = (packageIndex as unknown as Index)[recorded] ?? {};
  const size = unit === "ulp" ? "ULP" : "times 2⁻²⁴ of the sum of magnitudes";
  return Object.entries(float32?.errors ?? {}).map(([of, [promised, found]]) => [
    of,
    promised === 0 ? "none" : `${Number(promised.toPrecision(4))} ${size}`,
    found === 0 ? "none" : `${found} ${size}`,
  ]);
}
