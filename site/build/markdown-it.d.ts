/** The part of markdown-it that the guides need: the package has no types of its own. */
declare module "markdown-it" {
  export interface Token {
    readonly type: string;
    readonly content: string;
    readonly info: string;
    readonly children: readonly Token[] | null;
    tag: string;
    attrs: [name: string, value: string][] | null;
    attrGet(name: string): string | null;
    attrSet(name: string, value: string): void;
  }

  type Rule = (tokens: readonly Token[], i: number) => string;

  export default class MarkdownIt {
    readonly options: object;
    readonly renderer: {
      readonly rules: Record<string, Rule>;
      render(tokens: readonly Token[], options: object, environment: object): string;
    };
    parse(text: string, environment: object): readonly Token[];
  }
}
