/** Files of a folder that take the places of those in another, which may be served meanwhile. */
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Moves all files of a folder into another, and removes there what the first does not have: first
 * what pages load, then pages, so that none is there before what it needs.
 */
export function replaceFiles(from: string, to: string): void {
  const files = filesIn(from).sort((a, b) => rankOf(a) - rankOf(b));
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
  rmSync(from, { recursive: true });
  const wanted = new Set(files);
  for (const file of filesIn(to)) if (!wanted.has(file)) rmSync(join(to, file));
}

const rankOf = (file: string): number => (file.startsWith("assets") ? 0 : file.endsWith(".html") ? 2 : 1);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  );
}
