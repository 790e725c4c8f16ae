/**
 * The usual loops that the page compares hillock with, as modules: code of the page like any other,
 * which a policy against making functions of text lets run. One has those of activations, the other
 * those of all other functions, with the functions themselves.
 */
import type { Plugin } from "vite";
import { specificationOf } from "../../bench/hillock.js";
import { KINDS } from "../../bench/kinds.js";
import type { LoopText } from "../../bench/loops/compile.js";
import { gateFromFormula } from "../../bench/loops/products.js";
import { targetsOf } from "../../bench/loops/rowwise.js";
import { activationOf, usualLoopText } from "../../bench/loops/usual.js";
import { erf } from "../../bench/loops/written.js";
import gates from "../../specification/gates.json" with { type: "json" };
import type { Entries, GateEntry } from "../../specification/schema.js";
import { shown } from "./functions.js";

const { activations: _, rows, ...others } = KINDS;
/** The functions of each kind but activations; those of rows twice, as their gradients differ. */
const OTHERS = { rows, "gradients of rows": rows, ...others } as Readonly<Record<string, object>>;

/** The text of the module of activations: a loop for each. */
export function loopsModule(): string {
  const activations = shown.map(({ name }) => {
    const [before, expression] = usualOf(name);
    const parameters = Object.keys(specificationOf(name).parameters);
    const given = parameters.length > 0 ? `, { ${parameters.join(", ")} }` : "";
    return `${name}(x, y${given}) { for (let i = 0; i < x.length; i++) { const v = x[i]; ${before} y[i] = ${expression}; } }`;
  });
  return `export ${erf}
export const activations = {
${activations.join(",\n")}
};
export const kinds = ${JSON.stringify(Object.keys(OTHERS))};
`;
}

/** The text of the module of other functions, by kind: each with its loop. */
export function othersModule(): string {
  const used = new Map<string, string>();
  const own = (kind: string, name: string) => {
    const of = kind === "hillock/math" ? "hillock/math" : "hillock";
    const local = `${of === "hillock" ? "" : "math_"}${name}`;
    used.set(local, of);
    return local;
  };
  const members = ([kind, functions]: readonly [string, object]) => {
    const texts = Object.keys(functions).flatMap((name) => {
      const text = textOf(kind, name);
      return text ? [[name, text] as const] : [];
    });
    const written = texts.map(([name, [parameters, body]]) => {
      const targets = kind === "losses" ? ` targets: "${targetsOf(name)[0]}",` : "";
      return `${name}: { f: ${own(kind, name)},${targets} loop(${parameters}) { ${body} } }`;
    });
    return `${JSON.stringify(kind)}: {\n${written.join(",\n")}\n}`;
  };
  const all = Object.entries(OTHERS).map(members);
  const imports = ["hillock", "hillock/math"].map((of) => {
    const names = [...used].filter(([, one]) => one === of).map(([local]) => (of === "hillock" ? local : `${local.slice(5)} as ${local}`));
    return `import { ${names.join(", ")} } from "${of}";`;
  });
  return `${imports.join("\n")}
import { erf } from "${LOOPS}";
export const kinds = {
${all.join(",\n")}
};
`;
}

/** The loop of a function; that of a gate that is no activation times a value has its formula. */
function textOf(kind: string, name: string): LoopText | undefined {
  if (kind !== "gates" || activationOf(name)) return usualLoopText(kind, name, usualBody);
  const written = gateFromFormula((gates as Entries<GateEntry>)[name] as GateEntry);
  if (!written) return undefined;
  const [before, expression] = written.value;
  return [
    "x, g, y",
    `${written.names} for (let i = 0; i < x.length; i++) { const value = x[i], gate = g[i]; ${before} y[i] = ${expression}; }`,
  ];
}

function usualOf(name: string): readonly [before: string, expression: string] {
  return shown.find((one) => one.name === name)?.usual as readonly [string, string];
}

/** The usual formula of an activation at its usual parameters. */
function usualBody(name: string): readonly [before: string, expression: string] {
  const [before, expression] = usualOf(name);
  const parameters = Object.entries(specificationOf(name).parameters).map(([key, { default: value }]) => `const ${key} = ${value};`);
  return [[...parameters, before].join(" "), expression];
}

const LOOPS = "virtual:loops";
const MODULES: Readonly<Record<string, () => string>> = { [LOOPS]: loopsModule, "virtual:others": othersModule };

/** Gives the modules to the bundler. */
export const loops: Plugin = {
  name: "loops",
  resolveId: (id) => (Object.hasOwn(MODULES, id) ? `\0${id}` : undefined),
  load: (id) => MODULES[id.slice(1)]?.(),
};
