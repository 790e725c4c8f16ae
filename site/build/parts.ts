/** Parts that pages of functions have in common. */
import { escaped } from "../../bench/report/svg.js";
import { releases } from "../../scripts/docs/releases.js";

/** Formulas that can be scrolled, and what their symbols mean. */
export function formulasOf(formulas: readonly string[], notation: string): string {
  const set = `<div class="formula" tabindex="0" role="group" aria-label="Formulas">${formulas.join("\n")}</div>`;
  return notation ? `${set}\n<p class="muted">${escaped(notation)}</p>` : set;
}

/** A table that can be scrolled, whose rows begin with what they are of. */
export function tableOf(name: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = ([first = "", ...others]: readonly string[]) =>
    `<tr><th scope="row">${first}</th>${others.map((text) => `<td>${text}</td>`).join("")}</tr>`;
  return `<div class="scroll" tabindex="0" role="group" aria-label="${name}">
<table><thead><tr>${head.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead><tbody>
${rows.map(cells).join("\n")}
</tbody></table>
</div>`;
}

/** The measurements of a function in each release, and its size: a table. */
export function releasesOf(name: string): string {
  const rows = history(name).map(([version, ...cells]) => [`<a href="../releases/${version}.json">${version}</a>`, ...cells]);
  return `<h2>Size, errors and speed of each release</h2>\n${tableOf("Releases", HISTORY, rows)}`;
}

const all = releases();

/** The measurements of a function in each release: cells of a table. */
function history(name: string): readonly (readonly string[])[] {
  return all.flatMap(({ version, date, functions }) => {
    const measured = functions[name];
    if (!measured) return [];
    const { kilobytes, errors, nanoseconds } = measured;
    const worst = Math.max(...Object.values(errors));
    const times = Object.entries(nanoseconds).map(([engine, time]) => `${time} in ${engine}`);
    return [[version, date, ulp(worst), `${kilobytes} KB`, times.join(", ") || "not on record"]];
  });
}

/** The same for a twin. */
export function historyLines(name: string): readonly string[] {
  return history(name).map(([version, ...cells]) => `in ${version}: ${cells.map((text, i) => `${HISTORY[i + 1]} ${text}`).join("; ")}`);
}

const HISTORY = ["version", "date", "largest error in float32", "size in a bundle, minified and with gzip", "nanoseconds per element"];

/** The largest error that was found, as people read it. */
export function ulp(error = 0): string {
  return error === 0 ? "exact" : `${error} ULP`;
}
