/**
 * Makes buttons one stop of the tab key, as toolbars are: arrow keys, Home and End go from button
 * to button, and the tab key comes back to the last.
 */
export class Toolbar {
  private current: HTMLButtonElement | undefined;

  constructor(private readonly place: HTMLElement) {
    place.setAttribute("role", "toolbar");
    place.addEventListener("focusin", ({ target }) => this.stopAt(target as HTMLButtonElement));
    place.addEventListener("keydown", (event) => {
      const { buttons } = this;
      const at = buttons.indexOf(event.target as HTMLButtonElement);
      const [last, next, before] = [buttons.length - 1, at + 1, at - 1];
      const to = { ArrowRight: next, ArrowDown: next, ArrowLeft: before, ArrowUp: before, Home: 0, End: last }[event.key];
      if (to === undefined || at < 0) return;
      event.preventDefault();
      buttons.at(to % buttons.length)?.focus();
    });
  }

  /** Shows other buttons; the tab key stops at the first that is pressed, or the first of all. */
  show(buttons: readonly HTMLButtonElement[], ...others: readonly Node[]): void {
    this.place.replaceChildren(...buttons, ...others);
    for (const button of buttons) button.tabIndex = -1;
    const kept = this.current && buttons.includes(this.current) ? this.current : undefined;
    const first = kept ?? buttons.find((one) => one.getAttribute("aria-pressed") === "true") ?? buttons[0];
    if (first) this.stopAt(first);
  }

  private get buttons(): readonly HTMLButtonElement[] {
    return [...this.place.querySelectorAll("button")];
  }

  private stopAt(button: HTMLButtonElement): void {
    if (this.current) this.current.tabIndex = -1;
    button.tabIndex = 0;
    this.current = button;
  }
}
