/** The pages of the reference in Markdown: declarations as code, comments, and members. */
import {
  type Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  type ParameterReflection,
  type ProjectReflection,
  Reflection,
  ReflectionKind,
  type Router,
  type SignatureReflection,
} from "typedoc";
import { parametersText, typeText } from "./referenceTypes.js";

/** Writes pages whose links lead as a router says. */
export class Twins {
  constructor(private readonly router: Router) {}

  /** The page of a module, or of something that one exports. */
  of(model: DeclarationReflection | ProjectReflection): string {
    const isList = model.isProject() || model.kindOf(ReflectionKind.Module);
    const head = [`# ${model.name}`, ...(isList ? [] : [ReflectionKind.singularString(model.kind)]), ...this.comment(model.comment, model)];
    return `${[...head, ...(isList ? this.lists(model) : this.declaration(model as DeclarationReflection))].join("\n\n")}\n`;
  }

  /** The page of something, by its address from the page of another. */
  private address(from: Reflection, to: Reflection): string {
    return this.router.relativeUrl(from, to).replace(/\.html(#.*)?$/, ".md");
  }

  /** The children of a module by their kinds, each with the beginning of its comment. */
  private lists(model: DeclarationReflection | ProjectReflection): readonly string[] {
    return (model.groups ?? []).flatMap(({ title, children }) => {
      const items = children.map((child) => {
        // What another module has too stands on the page of that one.
        const own = child.isReference() ? child.getTargetReflectionDeep() : child;
        const [beginning] = this.comment(own.comment ?? signaturesOf(own)[0]?.comment, model);
        const told = beginning?.split(/(?<=\.)\s/)[0]?.replaceAll("\n", " ");
        return `- [${child.name}](${this.address(model, own)})${told ? `: ${told}` : ""}`;
      });
      return [`## ${title}`, items.join("\n")];
    });
  }

  private declaration(model: DeclarationReflection): readonly string[] {
    const members = (model.children ?? []).flatMap((child) => [`## ${child.name}`, ...this.member(child, model)]);
    return [...this.member(model, model, true), ...members];
  }

  /** The code of a declaration and its comment, of a page's own without it. */
  private member(one: DeclarationReflection, page: Reflection, isPage = false): readonly string[] {
    const signatures = signaturesOf(one);
    if (signatures.length > 0 && !one.kindOf(ReflectionKind.TypeAlias))
      return [
        ...signatures.flatMap((signature) => [code(signatureText(signature)), ...this.comment(signature.comment, page)]),
        ...(isPage ? [] : this.comment(one.comment, page)),
      ];
    const text = declarationText(one);
    return [...(text ? [code(text)] : []), ...this.typeOf(one, page), ...(isPage ? [] : this.comment(one.comment, page))];
  }

  /** The way to the page of the type of a variable. */
  private typeOf({ kind, type }: DeclarationReflection, page: Reflection): readonly string[] {
    const target = kind === ReflectionKind.Variable && type?.type === "reference" ? type.reflection : undefined;
    return target && this.router.hasUrl(target) ? [`Its type: [${target.name}](${this.address(page, target)})`] : [];
  }

  /** A comment and its tags. */
  private comment(comment: Comment | undefined, page: Reflection): readonly string[] {
    if (!comment) return [];
    const summary = this.text(comment.summary, page).trim();
    const tags = comment.blockTags.map(({ tag, name, content }) => {
      const text = this.text(content, page).trim();
      const title = `**${tag.slice(1)}**${name ? ` \`${name}\`` : ""}`;
      return `${title}${text.startsWith("```") ? "\n\n" : " "}${text}`;
    });
    return [summary, ...tags].filter(Boolean);
  }

  private text(parts: readonly CommentDisplayPart[], page: Reflection): string {
    return parts
      .map((part) => {
        if (part.kind !== "inline-tag" || !(part.target instanceof Reflection) || !this.router.hasUrl(part.target)) return part.text;
        return `[${part.text || part.target.name}](${this.address(page, part.target)})`;
      })
      .join("");
  }
}

const code = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``;

/** The calls that something takes: of a function, a method, or an interface that can be called. */
const signaturesOf = (one: Reflection): readonly SignatureReflection[] => (one as DeclarationReflection).signatures ?? [];

function signatureText({ name, kind, parameters, typeParameters, type }: SignatureReflection): string {
  const called = kind === ReflectionKind.CallSignature && name !== "__type" ? name : "";
  return `${called}${parametersText(typeParameters, parameters as ParameterReflection[] | undefined)}: ${typeText(type)}`;
}

/** A declaration without what it is made of; nothing where its members say all. */
function declarationText(one: DeclarationReflection): string {
  const { name, flags, type, typeParameters, extendedTypes } = one;
  const generic = parametersText(typeParameters);
  if (one.kindOf(ReflectionKind.TypeAlias)) return `type ${name}${generic} = ${typeText(type)}`;
  if (one.kindOf(ReflectionKind.Interface)) {
    const bases = extendedTypes?.map((base) => typeText(base)).join(", ");
    return `interface ${name}${generic}${bases ? ` extends ${bases}` : ""}`;
  }
  if (one.kindOf(ReflectionKind.Variable)) return `const ${name}: ${typeText(type)}`;
  return type ? `${flags.isReadonly ? "readonly " : ""}${name}${flags.isOptional ? "?" : ""}: ${typeText(type)}` : "";
}
