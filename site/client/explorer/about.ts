import { button, copy, html } from "../dom.js";
import type { Facts, Told } from "../functions.js";
import { usualText } from "../usual.js";

/** All that is known of a function, and how to import it. */
export function aboutOf({ name, title, use, range, kinks, elsewhere, formulas, notation, source }: Told): readonly HTMLElement[] {
  const line = `import { ${name} } from "hillock";`;
  const copied = html("span", { class: "muted", role: "status" });
  const copying = button("Copy", async () => {
    copied.textContent = await copy(line);
  });
  const formula = html("div", { class: "formula", tabindex: 0, role: "group", "aria-label": "Formulas" });
  formula.innerHTML = formulas.join("");
  const facts: (readonly [string, string])[] = [
    ["Range", range],
    ...(kinks.length > 0 ? [["Kinks", kinks.join(", ")] as const] : []),
    ["Source", source],
    ...elsewhere.map(([library, names]) => [`In ${library}`, names] as const),
  ];
  const rows = facts.map(([fact, text]) => html("tr", {}, html("th", { scope: "row" }, fact), html("td", {}, text)));
  return [
    html("h3", {}, name),
    html("p", {}, title),
    html("p", { class: "muted" }, use),
    formula,
    ...(notation ? [html("p", { class: "muted" }, notation)] : []),
    html(
      "p",
      {},
      html("code", {}, line),
      " ",
      copying,
      " ",
      copied,
      " ",
      html("a", { href: `functions/${name}.html` }, `All about ${name}`),
    ),
    html("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Facts" }, html("table", {}, html("tbody", {}, ...rows))),
  ];
}

/** The formulas that hillock is compared with. */
export function usualFormulasOf({ functions }: Facts, names: readonly string[]): readonly HTMLElement[] {
  return names.flatMap((name) => {
    const text = usualText(functions.find((one) => one.name === name));
    if (!text) return [];
    return [html("p", {}, `The usual formula of ${name}: `, html("code", {}, text))];
  });
}
