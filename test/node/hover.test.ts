/**
 * The text that an editor shows for an option: the TypeScript language service is asked about every
 * one of every public function.
 */
import { resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import * as fast from "../../src/fast.js";
import * as hillock from "../../src/index.js";

/** A program in memory, in this folder, against dist/. */
function service(text: string) {
  const file = resolve("test/node/hovering.ts");
  const settings: ts.CompilerOptions = { ...FIXED, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 };
  const read = (path: string) => (path === file ? text : ts.sys.readFile(path));
  return ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => resolve("."),
    getCompilationSettings: () => settings,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
}

const FIXED: ts.CompilerOptions = { strict: true, exactOptionalPropertyTypes: true, lib: ["lib.es2022.d.ts"], types: [] };

/** An option of a call, as one of the call's signatures has it. */
interface Option {
  /** `dense.backward`, `swiglu.packed`. */
  readonly call: string;
  /** Arguments before the options. */
  readonly before: number;
  /** `out`, or `out.value` for what stands in an object there. */
  readonly path: string;
  readonly optional: boolean;
  readonly text: string;
}

const OPTIONS = ["options", "configuration", "definition"];

/** All options of all signatures of what a module exports, methods included. */
function optionsOf(module: "hillock" | "hillock/fast"): readonly Option[] {
  const program = service(`export * from "${module}";`).getProgram() as ts.Program;
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(resolve("test/node/hovering.ts")) as ts.SourceFile;
  const ours = (symbol: ts.Symbol) => symbol.declarations?.some((node) => node.getSourceFile().fileName.includes("/dist/")) ?? false;
  const found: Option[] = [];

  const properties = (type: ts.Type, add: (property: ts.Symbol, path: string) => void, prefix = "") => {
    for (const part of type.isUnion() ? type.types : [type])
      for (const property of checker.getPropertiesOfType(checker.getBaseConstraintOfType(part) ?? part))
        if (ours(property)) {
          add(property, prefix + property.name);
          if (property.name === "out" || property.name === "region")
            properties(checker.getTypeOfSymbol(property), add, `${prefix}${property.name}.`);
        }
  };

  const walk = (type: ts.Type, call: string) => {
    for (const signature of type.getCallSignatures())
      for (const [before, parameter] of signature.parameters.entries())
        if (OPTIONS.includes(parameter.name))
          properties(checker.getTypeOfSymbol(parameter), (property, path) => {
            const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
            found.push({ call, before, path, optional, text: ts.displayPartsToString(property.getDocumentationComment(checker)) });
          });
    for (const property of call.includes(".") ? [] : checker.getPropertiesOfType(type))
      if (ours(property)) walk(checker.getTypeOfSymbol(property), `${call}.${property.name}`);
  };
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol))
    if (symbol.name !== "activations") walk(checker.getTypeOfSymbol(symbol), symbol.name);
  return found;
}

const EVERYWHERE = [
  "leakyRelu: negativeSlope",
  "elu.backwardFromOutput: alpha",
  "gelu.valueAndDerivative: out.derivative",
  "prelu.with: channelAxis",
  "dynamicTanh.parameterGradients: gamma",
  "swish.parameterGradients: beta",
  "swiglu.packed: layout",
  "softmax: temperature",
];
const HERE = [
  "dense: weightsLayout",
  "dense.backward: out.weights",
  "dense.backward: accumulate",
  "softmaxCrossEntropy: smoothing",
  "configure: region.base",
  "defineActivation: secondDerivative",
];

const names = (options: readonly Option[]) => [...new Set(options.map(({ call, path }) => `${call}: ${path}`))];

describe.each([
  ["hillock", hillock],
  ["hillock/fast", fast],
] as const)("%s", (module, exported) => {
  const options = optionsOf(module);

  test("options are found where they are known to be", () => {
    expect(names(options)).toEqual(expect.arrayContaining(module === "hillock" ? [...EVERYWHERE, ...HERE] : EVERYWHERE));
    const functions = Object.values(exported).filter((value) => typeof value === "function" && "spec" in value);
    const seen = new Set(options.map(({ call }) => call.split(".")[0]));
    expect(functions.filter(({ name }) => !seen.has(name))).toEqual([]);
  });

  test("every option is described, in every signature, with its default if it has one", () => {
    expect(names(options.filter(({ text, optional }) => !(optional ? /\bdefault\b/i : /\w/).test(text)))).toEqual([]);
  });

  test("the default of a parameter is the one in force", () => {
    const wrong = Object.entries(exported).flatMap(([name, value]) => {
      const parameters = (value as { spec?: { parameters?: Record<string, { default: number }> } }).spec?.parameters ?? {};
      return Object.entries(parameters).flatMap(([parameter, rules]) =>
        options
          .filter(({ call, path }) => call.split(".")[0] === name && path === parameter)
          .filter(({ text }) => !new RegExp(`Default\\s+${rules.default}\\b(?!\\.\\d)`).test(text))
          .map(({ call, text }) => `${call}: ${parameter}: ${text}`),
      );
    });
    expect(wrong).toEqual([]);
  });

  test("an editor shows it", () => {
    let text = `import * as hillock from "${module}"; declare const any: any;\n`;
    const places = names(options.filter(({ path }) => !path.includes("."))).map((name) => {
      const { call, before, path } = options.find((option) => `${option.call}: ${option.path}` === name) as Option;
      text += `hillock.${call}(${"any, ".repeat(before)}{ ${path}: any });\n`;
      return { name, at: text.lastIndexOf(`${path}: any });`) };
    });
    const editor = service(text);
    const file = resolve("test/node/hovering.ts");
    const silent = places.filter(({ at }) => {
      const { documentation = [] } = editor.getQuickInfoAtPosition(file, at) ?? {};
      return !/\w/.test(ts.displayPartsToString(documentation));
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
