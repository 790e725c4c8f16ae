/** All that the page fetches, from its first byte until every part works without the network. */
import { readdirSync } from "node:fs";

export const FOLDER = "site/dist";

/** The weights of the network that reads digits: what they weigh is known, and stands apart. */
const DIGITS = /^assets\/digits-[^/]*\.bin$/;

/** Code, style, facts and certificates: files of the first page, in the folder. */
export function fetchedFiles(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (file) => /^(index\.html|[^/]*\.(json|bin)|assets\/.*\.\w+)$/.test(file) && !DIGITS.test(file),
  );
}

/** The addresses among these that are of no file that is counted. */
export function uncounted(addresses: readonly string[]): readonly string[] {
  const counted = fetchedFiles();
  const paths = addresses.filter((one) => /^https?:/.test(one)).map((one) => new URL(one).pathname.slice(1) || "index.html");
  return paths.filter((path) => !counted.includes(path) && !DIGITS.test(path));
}
