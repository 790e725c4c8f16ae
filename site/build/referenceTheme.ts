/**
 * The theme of the reference: TypeDoc's, with what assistive technology needs to find its way, and
 * axe to find nothing.
 */
import { type DeclarationReflection, DefaultTheme, type NavigationElement, type PageEvent, type ProjectReflection } from "typedoc";
import { Twins } from "./referenceTwins.js";

/**
 * Beginnings of a page's parts, with what is put after them: landmarks, names for those that there
 * are several of, and an icon, for which browsers would ask the server otherwise.
 */
const ADDITIONS: Readonly<Record<string, string>> = {
  "<head>": '<link rel="icon" href="data:,"/>',
  "<body>": '<a class="skip" href="#main">Skip to the content</a>',
  '<div class="col-content"': ' role="main" id="main" tabindex="-1"',
  '<div class="col-sidebar"': ' role="complementary" aria-label="Contents"',
  '<nav id="tsd-sidebar-links"': ' aria-label="Site"',
  '<nav class="tsd-navigation"': ' aria-label="Modules"',
};

/** The beginning of an address in the site, which a page of the reference has in its own folder. */
export const SITE = "/site/";

export class ReferenceTheme extends DefaultTheme {
  /** The pages in Markdown, by their paths in the folder of the reference, with their names. */
  static readonly twins = new Map<string, { readonly name: string; readonly text: string }>();

  override render(page: PageEvent): string {
    const model = page.model as DeclarationReflection | ProjectReflection;
    const twin = page.url.replace(/\.html$/, ".md");
    ReferenceTheme.twins.set(twin, { name: model.name, text: new Twins(this.router).of(model) });
    const html = withTwin(withLevels(withoutNested(withAdditions(super.render(page)))), twin);
    return html.replaceAll(`href="${SITE}`, `href="../${"../".repeat(page.url.split("/").length - 1)}`);
  }

  /** Names that fold lead nowhere: the page of a module comes first of what is in it. */
  override buildNavigation(project: ProjectReflection): NavigationElement[] {
    return super.buildNavigation(project).map(unfolded);
  }
}

function unfolded({ path, ...folder }: NavigationElement): NavigationElement {
  const { text, kind, children } = folder;
  if (!children) return { ...folder, ...(path !== undefined && { path }) };
  const own = path === undefined ? [] : [{ text: `All of ${text}`, path, ...(kind !== undefined && { kind }) }];
  return { ...folder, children: [...own, ...children.map(unfolded)] };
}

/** The page leads to its twin at the beginning of what it is about. */
function withTwin(html: string, twin: string): string {
  const link = `<p class="twin"><a href="${twin.split("/").at(-1)}">as Markdown</a></p>`;
  return html.replace(/<div class="col-content"[^>]*>/, (beginning) => beginning + link);
}

function withAdditions(html: string): string {
  return Object.entries(ADDITIONS).reduce((text, [beginning, added]) => {
    if (!text.includes(beginning)) throw new Error(`a page of the reference has no ${beginning}`);
    return text.replace(beginning, beginning + added);
  }, html);
}

/** Headings that fold what is below them have no link to themselves besides. */
function withoutNested(html: string): string {
  return html.replaceAll(/<summary\b.*?<\/summary>/gs, (summary) => summary.replaceAll(/<a [^>]*class="tsd-anchor-icon".*?<\/a>/gs, ""));
}

/** Headings say how deep they are, where TypeDoc takes smaller ones for their looks. */
function withLevels(html: string): string {
  const above: number[] = [];
  return html.replaceAll(/<h([1-6])\b/g, (tag, digit) => {
    const size = Number(digit);
    while ((above.at(-1) ?? 0) >= size) above.pop();
    above.push(size);
    return above.length === size ? tag : `${tag} aria-level="${above.length}"`;
  });
}
