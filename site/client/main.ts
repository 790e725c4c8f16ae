/**
 * Begins the page. It has next to nothing of its own, so that what pages and workers share stands
 * in files without a document.
 */
import { ensureLanguage } from "./language.js";

document.querySelector(".waiting")?.remove();
ensureLanguage();
// Parts that are not there yet are stops of the tab key, so that nobody passes them by.
for (const place of document.querySelectorAll(".part")) {
  place.textContent = "Loading …";
  const attributes = { tabindex: "0", role: "group", "aria-labelledby": `${place.parentElement?.id}-title` };
  for (const [name, value] of Object.entries(attributes)) place.setAttribute(name, value);
}
void import("./page.js").then(({ begin }) => begin());
