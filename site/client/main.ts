/**
 * Begins the page. It has next to nothing of its own, so that what pages and workers share stands
 * in files without a document.
 */
import { ensureLanguage } from "./language.js";

document.querySelector(".waiting")?.remove();
ensureLanguage();
void import("./page.js").then(({ begin }) => begin());
