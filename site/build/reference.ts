/**
 * The reference of the package's functions and types, made of their comments. A warning of the
 * generator's is an error.
 */
import { join } from "node:path";
import { Application, LogLevel, ReflectionKind } from "typedoc";
import { ReferenceTheme, SITE } from "./referenceTheme.js";

const ENTRIES = ["index", "fast", "math", "resolve", "threads"];

const THEME = "hillock";

/** An option of the plugin's, which TypeDoc's own types do not know. */
const MODULE_OF_OTHERS: object = { internalModule: "types" };

/** Writes the pages into a folder of the site. */
export async function writeReference(root: string, folder: string): Promise<void> {
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
    customCss: join(root, "site/build/reference.css"),
    theme: THEME,
  });
  application.renderer.defineTheme(THEME, ReferenceTheme);
  const project = await application.convert();
  if (!project) throw new Error("the reference could not be made");
  for (const module of project.getReflectionsByKind(ReflectionKind.Module))
    if (ENTRIES.includes(module.name)) module.name = module.name === "index" ? "hillock" : `hillock/${module.name}`;
  application.validate(project);
  await application.generateDocs(project, folder);
  if (application.logger.hasWarnings() || application.logger.hasErrors()) throw new Error("the reference has warnings");
}
