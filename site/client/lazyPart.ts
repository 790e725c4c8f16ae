/** The module of a part. */
export interface Part {
  /** Fetches what the part shows, so that it can be started at once. */
  load?(): Promise<void>;
  start(place: HTMLElement): void;
}

/** A part of the page that is loaded once and started once, and says in its place what failed. */
export class LazyPart {
  private loading: Promise<void> | undefined;
  private part: Part | undefined;
  private started = false;

  constructor(
    private readonly section: HTMLElement,
    private readonly read: () => Promise<Part>,
  ) {}

  load(): Promise<void> {
    this.loading ??= this.loadAnew();
    return this.loading;
  }

  async start(): Promise<void> {
    await this.load();
    this.startLoaded();
  }

  /** Starts the part if it is loaded, without a promise: before printing nothing waits for one. */
  startLoaded(): void {
    if (!this.part || this.started) return;
    this.started = true;
    this.leave();
    try {
      this.part.start(this.place);
      this.section.dataset.state = "ready";
    } catch (error) {
      this.fail(error);
    }
  }

  private async loadAnew(): Promise<void> {
    try {
      const part = await this.read();
      await part.load?.();
      this.part = part;
      this.section.dataset.state = "loaded";
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * Takes the place out of the way of the tab key, in which it stands for what is not there yet;
   * who is there stays, and goes on from there.
   */
  private leave(): void {
    const { place } = this;
    const clear = () => {
      for (const name of ["tabindex", "role", "aria-labelledby"]) place.removeAttribute(name);
    };
    if (document.activeElement === place) {
      place.tabIndex = -1;
      place.addEventListener("blur", clear, { once: true });
    } else clear();
  }

  private get place(): HTMLElement {
    return this.section.querySelector(".part") as HTMLElement;
  }

  private fail(error: unknown): never {
    this.section.dataset.state = "failed";
    this.leave();
    this.place.textContent = `This part could not start: ${error}`;
    throw error;
  }
}
