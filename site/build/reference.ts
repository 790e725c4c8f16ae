/**
 * The reference of the package's functions and types, made of their comments. A warning of the
 * generator's is an error.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application, LogLevel, type Reflection, ReflectionKind } from "typedoc";
import { ReferenceTheme, SITE } from "./referenceTheme.js";

const ENTRIES = ["index", "fast", "math", "resolve", "threads"];

const THEME = "hillock";

/** An option of the plugin's, which TypeDoc's own types do not know. */
const MODULE_OF_OTHERS: object = { internalModule: "types" };

/** A page in Markdown, by its path in the folder. */
export interface Twin {
  readonly path: string;
  readonly name: string;
}

/** Writes the pages into a folder of the site, each with a twin in Markdown; gives these. */
export async function writeReference(root: string, folder: string): Promise<readonly Twin[]> {
  const application = await Application.bootstrapWithPlugins({
    name: "hillock",
    entryPoints: ENTRIES.map((name) => join(root, `src/${name}.ts`)),
    tsconfig: join(root, "tsconfig.build.json"),
    // The compiler has checked the sources.
    skipErrorChecking: true,
    // Types of parameters and results that the package does not export have a module of this name.
    plugin: ["typedoc-plugin-missing-exports"],
    ...MODULE_OF_OTHERS,
    readme: "none",
    logLevel: LogLevel.Warn,
    disableGit: true,
    disableSources: true,
    includeVersion: true,
    hideGenerator: true,
    githubPages: false,
    titleLink: `${SITE}index.html`,
    navigationLinks: { Functions: `${SITE}functions/index.html`, Guides: `${SITE}guides/index.html` },
    navigation: { includeFolders: false },
    includeHierarchySummary: false,
    customCss: join(root, "site/build/reference.css"),
    theme: THEME,
  });
  application.renderer.defineTheme(THEME, ReferenceTheme);
  const project = await application.convert();
  if (!project) throw new Error("the reference could not be made");
  for (const module of project.getReflectionsByKind(ReflectionKind.Module))
    if (ENTRIES.includes(module.name)) module.name = module.name === "index" ? "hillock" : `hillock/${module.name}`;
  for (const reflection of Object.values(project.reflections)) escapeProducts(reflection);
  application.validate(project);
  await application.generateDocs(project, folder);
  if (application.logger.hasWarnings() || application.logger.hasErrors()) throw new Error("the reference has warnings");
  return [...ReferenceTheme.twins].map(([path, { name, text }]) => {
    writeFileSync(join(folder, path), text);
    return { path, name };
  });
}

/** Has stars in sentences be products, which Markdown would take for emphasis. */
function escapeProducts({ comment }: Reflection): void {
  for (const part of comment?.summary ?? [])
    if (part.kind === "text")
      part.text = part.text.replaceAll(/^(?! {4}).*$/gm, (line) => line.replaceAll(/(?<=[\w)\]|])\*(?=[\w(|-])/g, "\\*"));
}
