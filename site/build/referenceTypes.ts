/** Types of the reference as text, with the members of those that have no name. */
import type { DeclarationReflection, ParameterReflection, SignatureReflection, SomeType, TypeParameterReflection } from "typedoc";

export function typeText(type: SomeType | undefined): string {
  if (!type) return "void";
  if (type.type === "reflection") return membersText(type.declaration);
  if (type.type === "union") return type.types.map(partText).join(" | ");
  if (type.type === "intersection") return type.types.map(partText).join(" & ");
  if (type.type === "array") return `${partText(type.elementType)}[]`;
  if (type.type === "typeOperator") return `${type.operator} ${partText(type.target)}`;
  if (type.type === "reference" && type.typeArguments?.length) return `${type.name}<${type.typeArguments.map(typeText).join(", ")}>`;
  return type.toString();
}

/** Type parameters in angle brackets, and parameters in parentheses if there can be any. */
export function parametersText(types: readonly TypeParameterReflection[] = [], parameters?: readonly ParameterReflection[]): string {
  const generic = types.map(({ name, type, default: usual }) => {
    const bound = type ? ` extends ${typeText(type)}` : "";
    return `${name}${bound}${usual ? ` = ${typeText(usual)}` : ""}`;
  });
  const given = parameters?.map(({ name, flags, type, defaultValue }) => {
    const isOptional = flags.isOptional || defaultValue !== undefined;
    return `${flags.isRest ? "..." : ""}${name}${isOptional ? "?" : ""}: ${typeText(type)}`;
  });
  return `${generic.length > 0 ? `<${generic.join(", ")}>` : ""}${given ? `(${given.join(", ")})` : ""}`;
}

/** A type as a part of another: a function's in parentheses. */
function partText(type: SomeType): string {
  const text = typeText(type);
  return /^[^{]*=>/.test(text) || type.type === "conditional" ? `(${text})` : text;
}

function membersText({ children = [], signatures = [], indexSignatures = [] }: DeclarationReflection): string {
  const call = ({ typeParameters, parameters = [], type }: SignatureReflection, arrow: string) =>
    `${parametersText(typeParameters, parameters)}${arrow} ${typeText(type)}`;
  const [only, ...others] = signatures;
  if (only && others.length + children.length + indexSignatures.length === 0) return call(only, " =>");
  const members = [
    ...signatures.map((one) => call(one, ":")),
    ...indexSignatures.map(
      ({ parameters = [], type }) => `[${parameters.map(({ name, type: key }) => `${name}: ${typeText(key)}`).join()}]: ${typeText(type)}`,
    ),
    ...children.map((child) => {
      const { name, flags, type } = child;
      const start = `${flags.isReadonly ? "readonly " : ""}${name}${flags.isOptional ? "?" : ""}`;
      return child.signatures?.length
        ? child.signatures.map((one) => `${name}${call(one, ":")}`).join("; ")
        : `${start}: ${typeText(type)}`;
    }),
  ];
  return `{ ${members.join("; ")} }`;
}
