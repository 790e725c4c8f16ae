/** The functions that are no activations, as the pages show them, and those of `hillock/math`. */
import packageIndex from "../../accuracy.json" with { type: "json" };
import { elementary } from "../../oracle/elementary.js";
import { functions, KINDS } from "../../scripts/docs/specification.js";
import type { NamesElsewhere } from "../../specification/schema.js";
import { type Index, nameOf } from "./functions.js";
import { mathExample } from "./mathExample.js";

/** A function as its page shows it. */
export interface Other {
  readonly name: string;
  /** The name of its page: two functions may share a name, of `hillock` and of `hillock/math`. */
  readonly page: string;
  readonly kind: string;
  readonly title: string;
  /** Facts of it, each with a name. */
  readonly facts: readonly (readonly [fact: string, text: string, isCode: boolean])[];
  readonly example: string;
  /** Its names in other libraries. */
  readonly elsewhere: readonly string[];
}

export const ofKinds: readonly Other[] = functions
  .filter(({ kind }) => kind !== "activations")
  .map(({ name, kind, entry, spec, example }) => {
    const { title, source, names = {} } = entry as { title: string; source?: string; names?: NamesElsewhere };
    return {
      name,
      page: name,
      kind: KINDS[kind].title,
      title,
      facts: factsOf(name, { ...spec, source, names }),
      example,
      elsewhere: Object.values(names).flat().map(nameOf),
    };
  });

const ofMath: readonly Other[] = Object.entries(elementary).map(([name, { title, formula, domain, range, source }]) => ({
  name,
  page: `math.${name}`,
  kind: "Elementary functions, of hillock/math",
  title,
  facts: factsOf(`math.${name}`, { formula, domain: domain?.join(" or "), range: range?.join(" or "), source }),
  example: mathExample(name),
  elsewhere: [],
}));

export const others: readonly Other[] = [...ofKinds, ...ofMath];

interface Known {
  readonly formula: object;
  readonly domain?: string | undefined;
  readonly range?: string | undefined;
  readonly source?: string | undefined;
  readonly names?: NamesElsewhere;
}

/** The facts that are known of a function, as rows of a table. */
function factsOf(recorded: string, { formula, domain, range, source, names = {} }: Known): Other["facts"] {
  const { unit, float32 } = (packageIndex as unknown as Index)[recorded] ?? {};
  const errors = Object.entries(float32?.errors ?? {}).map(([of, [promised, found]]) => {
    const size = unit === "ulp" ? "ULP" : "times 2⁻²⁴ of the sum of magnitudes";
    return `${of}: at most ${Number(promised.toPrecision(4))} ${size}, ${found} found`;
  });
  return [
    ...Object.entries(formula as Record<string, string>).map(([of, text]) => [of, text, true] as const),
    ...(domain ? [["domain", domain, true] as const] : []),
    ...(range ? [["range", range, true] as const] : []),
    ...(errors.length > 0 ? [["errors in float32", errors.join("; "), false] as const] : []),
    ...(source ? [["source", source, false] as const] : []),
    ...Object.entries(names).map(([library, list]) => [`in ${library}`, list.map(nameOf).join(", "), true] as const),
  ];
}
