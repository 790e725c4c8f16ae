import { html } from "../dom.js";
import type { Facts } from "../functions.js";
import { behaviourAt, type KinkAt } from "./behaviour.js";
import { METHODS, parametersOf, type State } from "./state.js";

/** The limits and the kinks of the functions of a state, of what it shows of them. */
export function endsOf(state: State, { functions }: Facts): readonly HTMLElement[] {
  const all = state.names.flatMap((name) => {
    const shown = functions.find((one) => one.name === name);
    return shown ? [{ name, ...behaviourAt(shown.behaviour, parametersOf(state, name)) }] : [];
  });
  const rows = all.flatMap(({ name, limits }) =>
    limits.flatMap((ends, i) =>
      state.methods[i]
        ? [html("tr", {}, html("th", { scope: "row" }, `${name} ${METHODS[i]}`), ...ends.map((end) => html("td", {}, limitText(end))))]
        : [],
    ),
  );
  const head = html("tr", {}, html("td"), ...["x → −∞", "x → ∞"].map((text) => html("th", { scope: "col" }, text)));
  const kinks = all.flatMap(({ name, kinks }) =>
    kinks.filter(isKink).map((kink) => html("li", {}, `${name} at ${written(kink.at)}: ${kinkText(kink)}`)),
  );
  return [
    ...(rows.length > 0 ? [html("table", {}, html("caption", {}, "Limits"), html("thead", {}, head), html("tbody", {}, ...rows))] : []),
    ...(kinks.length > 0 ? [html("p", {}, "Kinks"), html("ul", {}, ...kinks)] : []),
  ];
}

function limitText(value: number): string {
  if (Number.isNaN(value)) return "none";
  return Object.is(value, -0) ? "−0" : written(value);
}

/** Whether there is a kink: at some parameters both sides go on alike. */
function isKink({ left, right, derivative, value }: KinkAt): boolean {
  return left !== right || derivative !== left || (value !== undefined && value[0] !== value[1]);
}

function kinkText({ left, right, derivative, value }: KinkAt): string {
  const jump = value && value[0] !== value[1] ? `f jumps from ${written(value[0] as number)} to ${written(value[1] as number)}; ` : "";
  return `${jump}f′ is ${written(left)} on the left, ${written(right)} on the right, and ${written(derivative)} there`;
}

/** A number as people write it, with six digits at most. */
function written(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? "−" : ""}${size === Infinity ? "∞" : Number(size.toPrecision(6))}`;
}
