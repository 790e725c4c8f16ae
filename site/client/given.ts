/** Limits of a number that an address holds. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** Rules for the names of a list. */
export interface Naming {
  readonly once: boolean;
  readonly noun: string;
  readonly meant?: (text: string) => readonly string[];
}

/** Texts are quoted up to here, and options listed up to so many. */
const [QUOTED, FEW] = [40, 8];

/**
 * The fields of an address, read one by one. What cannot be read is refused in words, and the rest
 * is kept.
 */
export class Given {
  private readonly read = new Set<string>();
  private readonly refusals: string[] = [];

  constructor(private readonly fields: URLSearchParams) {}

  text(key: string): string | undefined {
    this.read.add(key);
    return this.fields.get(key) ?? undefined;
  }

  /** Refuses a part of the address, with the reason. */
  refuse(part: string, reason: string): void {
    this.refusals.push(`${part.length > QUOTED ? `${part.slice(0, QUOTED)}…` : part} ${reason}`);
  }

  oneOf<T extends string>(key: string, options: readonly T[], usual: T): T {
    const text = this.text(key);
    if (text === undefined) return usual;
    const found = options.find((option) => option === text);
    if (found === undefined) this.refuse(`${key}=${text}`, options.length > FEW ? "cannot be chosen" : `is none of ${options.join(", ")}`);
    return found ?? usual;
  }

  number(key: string, usual: number, limits: Limits = {}): number {
    const text = this.text(key);
    return text === undefined ? usual : (this.numberIn(key, text, limits) ?? usual);
  }

  /** A list of numbers, as many as usual. */
  numbers(key: string, usual: readonly number[], limits: Limits = {}): readonly number[] {
    const texts = this.text(key)?.split(",");
    if (texts && texts.length !== usual.length) this.refuse(`${key}=${texts}`, `has ${texts.length} numbers, not ${usual.length}`);
    return texts?.length === usual.length ? usual.map((one, i) => this.numberIn(key, texts[i] as string, limits) ?? one) : usual;
  }

  /**
   * The names of a list that are options, each once if that is wanted, and no more than `most`;
   * `meant` has the options that another name may mean.
   */
  names(key: string, options: readonly string[], most: number, { once, noun, meant = () => [] }: Naming): readonly string[] {
    const names: string[] = [];
    for (const text of this.text(key)?.split(",") ?? []) {
      const [name = text, ...others] = options.includes(text) ? [text] : meant(text);
      if (others.length > 0) this.refuse(text, `may mean ${[name, ...others].join(" or ")}`);
      else if (!options.includes(name)) this.refuse(name || "nothing", `is no ${noun}`);
      else if (once && names.includes(name)) this.refuse(name, "stands there twice");
      else if (names.length === most) this.refuse(name, `is beyond the ${most} that there is room for`);
      else names.push(name);
    }
    return names;
  }

  /** The fields whose keys begin with a name and a point: parameters of functions. */
  parameters(): readonly (readonly [name: string, parameter: string, value: number | undefined])[] {
    return [...this.fields].flatMap(([key, text]) => {
      const [, name, parameter] = /^([^.]+)\.(.+)$/.exec(key) ?? [];
      if (name === undefined || parameter === undefined) return [];
      this.read.add(key);
      return [[name, parameter, this.numberIn(key, text, {})] as const];
    });
  }

  /** All that was refused: fields that nothing has read, too. */
  finish(): readonly string[] {
    for (const key of new Set(this.fields.keys())) if (!this.read.has(key)) this.refuse(key, "means nothing here");
    return this.refusals;
  }

  private numberIn(key: string, text: string, { min = -Infinity, max = Infinity, whole = false }: Limits): number | undefined {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    const ends = max < Infinity ? ` from ${min} to ${max}` : "";
    this.refuse(`${key}=${text}`, `is no ${whole ? "whole " : ""}number${ends}`);
    return undefined;
  }
}
