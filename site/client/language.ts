/**
 * Gives the browser a language where it has none. WebKitGTK says "C" where the system has no
 * locale, and Intl throws at that: uPlot asks it as soon as it is loaded.
 */
export function ensureLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en" });
  }
}
