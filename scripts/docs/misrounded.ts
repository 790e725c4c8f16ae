import { type Figure, figuresOf } from "../../proof/record.js";
import { code, table } from "./markdown.js";

const METHODS = ["value", "derivative"] as const;

/**
 * The results that are not the nearest float32, of activations of which every input was tried at
 * the default parameters. The nearest to an exact NaN is NaN.
 */
export function misroundedTable(names: readonly string[]): string {
  const rows = names.flatMap((name) => {
    const figures = METHODS.map((method) => figuresOf(name, "float32")[method]);
    return figures.every(counted) ? [[code(name), ...figures.map(misroundedText)]] : [];
  });
  return table(["", ...METHODS], rows);
}

/** A figure of all inputs that tells ties from other misrounded results. */
type Counted = Figure & { readonly misrounded: number; readonly ties: number };

export const counted = (figure: Figure | undefined): figure is Counted => figure?.proof === "exhaustive" && figure.ties !== undefined;

export function misroundedText({ misrounded, ties }: Counted): string {
  if (misrounded === 0) return "none";
  if (ties === misrounded) return `${misrounded}, all ties`;
  return ties === 0 ? `${misrounded}` : `${misrounded}, of them ${ties} ties`;
}
