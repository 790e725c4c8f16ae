/**
 * Begins the page. It has nothing of its own, so that what pages and workers share stands in files
 * without a document.
 */
void import("./page.js").then(({ begin }) => begin());
