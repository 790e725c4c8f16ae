import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { activations } from "hillock";
import { expect, test } from "vitest";
import { elementary } from "../../../oracle/elementary.js";
import { anchor } from "../../../scripts/docs/markdown.js";
import type { Release } from "../../../scripts/docs/releases.js";
import { functions } from "../../../scripts/docs/specification.js";
import { replaceFiles } from "../../../site/build/replaceFiles.js";
import { type Block, blocksOf, runTogether } from "../blocks.js";
import { addressOf } from "./server.js";
import { FOLDER, fetchedFiles } from "./weight.js";

const files = (): string[] => readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));

const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");

/** A link to a page elsewhere, which nothing follows but a reader. */
const LINK = /<a href="https:[^"]*">/g;

/** The addresses in the folder that a page or its twin leads to. */
function linksOf(file: string): readonly string[] {
  const found = file.endsWith(".html")
    ? textOf(file).matchAll(/(?:href|src)="([^"]*)"/g)
    : textOf(file)
        .replaceAll(/^```[\s\S]*?^```$/gm, "")
        .replaceAll(/`[^`\n]*`/g, "")
        .matchAll(/\]\(([^)]*)\)/g);
  return [...found].map(([, target]) => target as string).filter((target) => !/^(https|data):/.test(target));
}

/** Whether a page has a heading, or its twin in Markdown. */
function hasHeading(file: string, heading: string): boolean {
  if (file.endsWith(".html")) return textOf(file).includes(`id="${heading}"`);
  const headings = [
    ...textOf(file)
      .replaceAll(/^```[\s\S]*?^```$/gm, "")
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, text]) => anchor(text as string));
  const [, name = heading, number = "0"] = /^(.*)-(\d+)$/.exec(heading) ?? [];
  return headings.includes(heading) || headings.filter((one) => one === name).length > Number(number);
}

/** The folder is small, whole, and asks for nothing beyond itself. */
export function testFolder(): void {
  test("the folder is small, and every function has a page and a twin in Markdown", () => {
    const size = fetchedFiles().reduce((sum, file) => sum + gzipSync(readFileSync(join(FOLDER, file))).length, 0);
    expect(size).toBeLessThan(300_000);
    const releases: Release[] = readdirSync("releases").map((file) => JSON.parse(readFileSync(join(FOLDER, "releases", file), "utf8")));
    expect(releases.at(-1)?.functions).toHaveProperty("gelu.kilobytes");
    for (const name of Object.keys(activations)) {
      const page = readFileSync(join(FOLDER, `functions/${name}.html`), "utf8");
      expect(page).toContain("<math");
      expect(page).toContain("<svg");
      for (const { version, functions } of releases) if (functions[name]) expect(page).toContain(`releases/${version}.json`);
      expect(readFileSync(join(FOLDER, `functions/${name}.md`), "utf8")).toContain(`# ${name}\n`);
      expect(readFileSync(join(FOLDER, "llms.txt"), "utf8")).toContain(`(functions/${name}.md)`);
    }
  });

  test("every function of another kind has its formulas, curves, errors, size and code on its page", () => {
    const names = [
      ...functions.filter(({ kind }) => kind !== "activations").map(({ name }) => name),
      ...Object.keys(elementary).map((name) => `math.${name}`),
    ];
    expect(names.length).toBeGreaterThan(50);
    const [measured]: Release[] = readdirSync("releases").map((file) => JSON.parse(textOf(`releases/${file}`)));
    for (const name of names) {
      const page = textOf(`functions/${name}.html`);
      for (const part of ["<math", "<svg", 'class="curve first"', "<figcaption", "Errors in float32", "<pre"])
        expect(page, name).toContain(part);
      expect(page, name).toContain(`<td>${measured?.functions[name]?.kilobytes} KB</td>`);
      expect(page.match(/class="curve first" d="([^"]*)"/)?.[1]?.length, name).toBeGreaterThan(500);
      expect(textOf(`functions/${name}.md`), name).toContain(`${measured?.functions[name]?.kilobytes} KB`);
    }
    const exp = textOf("functions/math.exp.html");
    expect(exp).toContain("<mi>exp</mi>");
    expect(textOf("functions/softmax.html")).toContain('<mo movablelimits="false">∑</mo>');
  });

  test("the reference of the package has a page for every function, made without a warning", () => {
    const text = readFileSync(join(FOLDER, "api/modules/hillock.html"), "utf8");
    for (const name of Object.keys(activations)) expect(text, name).toContain(`>${name}<`);
    for (const name of ["fast", "math", "resolve", "threads"])
      expect(readFileSync(join(FOLDER, `api/modules/hillock_${name}.html`), "utf8")).toContain(`hillock/${name}`);
  });

  test("every page of the reference leads back to the site", () => {
    const pages = files().filter((file) => /^api\/.*\.html$/.test(file));
    expect(pages.length).toBeGreaterThan(100);
    for (const file of pages) {
      const wanted = ["index.html", "functions/index.html", "guides/index.html"];
      const led = linksOf(file).map((target) => join(dirname(file), target));
      for (const page of wanted) expect(led, file).toContain(page);
    }
  });

  test("every page of the reference has a twin in Markdown, which it leads to, and llms.txt lists", () => {
    const list = textOf("llms.txt");
    for (const file of files().filter((file) => /^api\/.*\.html$/.test(file))) {
      const twin = file.replace(".html", ".md");
      expect(textOf(twin).slice(0, 2), file).toBe("# ");
      expect(
        linksOf(file).map((target) => join(dirname(file), target)),
        file,
      ).toContain(twin);
      expect(list).toContain(`(${twin})`);
    }
    const [softmax, shape] = [textOf("api/variables/hillock.softmax.md"), textOf("api/interfaces/hillock.RowShape.md")];
    for (const part of [
      "```ts\nconst softmax: Softmax\n```",
      "**throws** TypeError if",
      "Its type: [Softmax](../interfaces/hillock.Softmax.md)",
    ])
      expect(softmax).toContain(part);
    expect(shape).toContain("## shape\n\n```ts\nreadonly shape?: readonly number[]\n```\n\nThe dimensions of the array");
  });

  test("stars in the sentences of the reference are products, not emphasis", () => {
    expect(textOf("api/variables/hillock.softmax.html")).toContain("n*2^-51 of y[i]*(|dy[i] - p|");
  });

  test("the examples of hillock/math do what they say", () => {
    const examples = Object.keys(elementary).map((name) => blocksOf(join(FOLDER, `functions/math.${name}.md`))[0] as Block);
    expect(runTogether(examples)).toEqual(examples.map(() => null));
    for (const { document, code } of examples) {
      expect(code.match(/\(\d[^)]*\); \/\/ => /), document).not.toBeNull();
      expect(code, document).toMatch(/Float64Array \[[\s\S]*\{ out: /);
    }
  });

  test("every guide has a page and a twin in Markdown, and all lead to it", () => {
    const guides = readdirSync("docs").flatMap((file) =>
      /^(README|functions)\.md$/.test(file) || !file.endsWith(".md") ? [] : [file.replace(".md", "")],
    );
    expect(guides).toContain("choosing");
    for (const name of guides) {
      expect(textOf(`guides/${name}.html`).match(/<h1 id="[^"]+">/), name).not.toBeNull();
      expect(textOf(`guides/${name}.md`).slice(0, 2), name).toBe("# ");
      expect(textOf("guides/index.html")).toContain(`href="${name}.html"`);
      expect(textOf("llms.txt")).toContain(`(guides/${name}.md)`);
    }
    expect(textOf("index.html")).toContain('href="guides/index.html"');
    expect(textOf("guides/choosing.md")).toContain("```js\nimport { gelu");
  });

  test("guides lead to the files that they name", () => {
    const names = readdirSync(join(FOLDER, "guides")).filter((file) => file.endsWith(".md"));
    for (const name of names) expect(textOf(`guides/${name}`).match(/\(`[^`\s]*\.(md|mjs|json)`\)/g), name).toBeNull();
    for (const path of ["examples/backpropagation.mjs", "examples/digits/adam.mjs"])
      expect(textOf("guides/backpropagation.html")).toContain(`href="../files/${path}"`);
    expect(textOf("files/examples/backpropagation.mjs")).toBe(readFileSync("examples/backpropagation.mjs", "utf8"));
  });

  test("pages of functions and guides need no JavaScript", () => {
    for (const file of files().filter((file) => /^(functions|guides)\/.*\.html$/.test(file)))
      expect(textOf(file).includes("<script"), file).toBe(false);
  });

  test("every link leads to a file of the folder, and to a heading that is there", () => {
    const pages = files().filter((file) => /\.md$|^(index|(functions|guides)\/.*)\.html$|^llms.txt$/.test(file));
    expect(pages.length).toBeGreaterThan(200);
    expect(pages).toEqual(expect.arrayContaining(["files/README.md", "files/CONTRIBUTING.md", "files/SECURITY.md"]));
    const broken = pages.flatMap((file) =>
      linksOf(file)
        .filter((target) => {
          const [path = "", heading] = target.split("#");
          const led = path ? join(dirname(file), path) : file;
          if (!existsSync(join(FOLDER, led)) || statSync(join(FOLDER, led)).isDirectory()) return true;
          // A page's address holds its state as well.
          return heading && led !== "index.html" && !hasHeading(led, heading);
        })
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("pages in Markdown show pictures that are there, and name what the site does not have", () => {
    const readme = textOf("files/README.md");
    expect(readme).toContain("](../guides/gelu.svg)");
    expect(readme).toContain("](../guides/errors.md)");
    expect(textOf("files/CONTRIBUTING.md")).toContain("representatives (`test/support/representatives.ts`)");
  });

  test("no file asks for anything beyond the folder", () => {
    for (const file of files().filter((file) => /\.(html|css)$/.test(file)))
      expect(
        textOf(file)
          .replaceAll(LINK, "")
          .match(/(?:src|href|url\()=?["']?(?:https?:)?\/\/[^"')]*/g) ?? [],
        file,
      ).toEqual([]);
  });

  test("an address that is missing is answered with 404", async () => {
    const status = async (path: string) => (await fetch(addressOf(path))).status;
    expect(await Promise.all(["", "functions/gelu.html", "functions/gelo.html", "gelu"].map(status))).toEqual([200, 200, 404, 404]);
  });

  test("an address that is missing, in a folder too, says so and leads on", async () => {
    for (const path of ["gelu", "functions/gelo.html", "%"]) {
      const answer = await fetch(addressOf(path));
      const text = await answer.text();
      expect([answer.status, answer.headers.get("Content-Type")], path).toEqual([404, "text/html; charset=utf-8"]);
      expect(text, path).toContain("Nothing is at this address");
      // Its links begin at the address of the site, wherever it is shown.
      const base = new URL(/<base href="([^"]*)">/.exec(text)?.[1] as string, answer.url);
      const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)]
        .map(([, target]) => target as string)
        .filter((one) => !/^(data:|\/$)/.test(one));
      expect(links.length).toBeGreaterThan(4);
      for (const link of links) expect((await fetch(new URL(link, base))).status, link).toBe(200);
    }
    expect(textOf("404.html")).toContain("Nothing is at this address");
  });

  test("files that take the places of others are there all the time, and what is old goes", async () => {
    const [from, to] = ["new", "old"].map((name) => mkdtempSync(join(tmpdir(), `hillock-${name}-`))) as [string, string];
    const write = (folder: string, files: Readonly<Record<string, string>>) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
    };
    write(to, { "index.html": "old", "assets/old.js": "old", "guides/gone.html": "old" });
    write(from, { "index.html": "new", "assets/new.js": "new", "guides/index.html": "new" });
    const seen: boolean[] = [];
    const watcher = watch(to, () => seen.push(existsSync(join(to, "index.html"))));
    replaceFiles(from, to);
    await new Promise((resolve) => setTimeout(resolve, 100));
    watcher.close();
    expect(seen.every(Boolean)).toBe(true);
    expect(
      readdirSync(to, { recursive: true, encoding: "utf8" })
        .filter((file) => /\./.test(file))
        .sort(),
    ).toEqual(["assets/new.js", "guides/index.html", "index.html"]);
    expect(readFileSync(join(to, "index.html"), "utf8")).toBe("new");
    expect(existsSync(from)).toBe(false);
    rmSync(to, { recursive: true });
  });

  test("a second build of what is served disturbs nobody", async () => {
    const paths = ["", "functions.json", "functions/gelu.html", "api/index.html"];
    const building = promisify(execFile)("npx", ["tsx", "site/build/main.ts"]);
    let isOver = false;
    const over = building.finally(() => {
      isOver = true;
    });
    const answers = new Map<string, number>();
    while (!isOver) {
      for (const path of paths) {
        const { status } = await fetch(addressOf(path));
        answers.set(`${path} ${status}`, (answers.get(`${path} ${status}`) ?? 0) + 1);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await over).stdout).toMatch(/index\.html\n$/);
    expect([...answers.keys()].sort()).toEqual(paths.map((path) => `${path} 200`).sort());
  }, 120_000);

  test("what the build does not know is refused in a line", () => {
    for (const [args, words] of [
      [["--port", "many"], '--port "many" is no port; expected a whole number from 0 to 65535'],
      [["--base", "hillock"], "--base hillock is no path that begins and ends with /"],
    ] as const) {
      const { status, stderr } = spawnSync("npx", ["tsx", "site/build/main.ts", ...args], { encoding: "utf8" });
      expect([status, stderr]).toEqual([2, `site: ${words}\n`]);
    }
  }, 240_000);

  test("the pages of the whole have twins in Markdown", () => {
    const twin = (path: string) => readFileSync(join(FOLDER, path), "utf8");
    expect(twin("index.md")).toContain("npm install ../hillock/hillock-*.tgz");
    for (const name of ["gelu", "softmax", "glu", "focalLoss", "crelu", "dense", "math.expm1"])
      expect(twin("functions/index.md")).toContain(`(${name}.md)`);
  });
}
