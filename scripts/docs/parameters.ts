/** The rules for a parameter, in words. */
import type { ParameterEntry } from "../../specification/schema.js";
import { code } from "./markdown.js";

type Rules = Partial<ParameterEntry> & { readonly default: number };

/** A number as people write it: 1e100, not 1e+100. */
const short = (value: number) => `${value}`.replace("e+", "e");

/** The rules of a parameter in words, in the order in which a call checks them. */
export function parameterText(rules: Rules): string {
  const { minimumMagnitude, minimumFromOutput, fastMagnitudes, perChannel } = rules;
  return [
    `${allowedText(rules).replace(/^./, (letter) => letter.toLowerCase())}, by default ${rules.default}`,
    ...(minimumMagnitude === undefined ? [] : [`0 or at least ${minimumMagnitude} in magnitude`]),
    ...(perChannel ? ["or an array, one for each channel"] : []),
    ...(minimumFromOutput === undefined ? [] : [`at least ${minimumFromOutput} for the derivative from the output`]),
    ...(fastMagnitudes ? [`${code("hillock/fast")} has a faster form for magnitudes from ${fastMagnitudes.map(short).join(" to ")}`] : []),
  ].join("; ");
}

/** The values that are allowed: "From 0 to 1e100". */
export function allowedText({ minimum, maximum, exclusiveMinimum, infinite }: Rules): string {
  const low = minimum === undefined ? [] : [`${exclusiveMinimum ? "above" : "from"} ${short(minimum)}`];
  const high = maximum === undefined ? [] : [`to ${short(maximum)}`];
  const range = [...low, ...high].join(" ") || `any finite number${infinite ? ", or Infinity" : ""}`;
  return range.replace(/^./, (letter) => letter.toUpperCase());
}
