/** The report of --report: one page that needs nothing else. */

import { element, escaped, style } from "./drawing.mjs";
import { PIXELS } from "./mnist.mjs";
import { digit, histogramPlots, lossPlots, mistakePlots, strips } from "./plots.mjs";
import { secondsPerEpoch } from "./report.mjs";
import { FLAT, SATURATED } from "./units.mjs";

/** @typedef {import("./report.mjs").Trained} Trained */

/** Mistakes shown. */
const MISTAKES = 16;

const ownStyle = `
.curve.own { stroke: var(--memory); stroke-width: 2.2; }
.curve.others { stroke: var(--soft); opacity: 0.45; stroke-width: 1; }
.curve.layer0 { stroke: var(--first); stroke-width: 2.2; }
.curve.layer1 { stroke: var(--second); }
.curve.layer2 { stroke: var(--third); stroke-dasharray: 5 3; }
.end { fill: var(--memory); }
.figure { color: var(--soft); font-weight: 400; float: right; }
.pixels { fill: var(--ink); }
.digits { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(110px, 1fr)); }
.digits figcaption { font-size: 0.85rem; line-height: 1.35; text-align: center; margin-top: 0.4rem; }
td.plot { width: 15%; min-width: 110px; padding-top: 0; padding-bottom: 0; }
`;

/**
 * @param {readonly Trained[]} all
 * @param {{ environment: string, network: string, command: string, date: string }} about
 * @param {import("./mnist.mjs").Digits} test The digits that the networks were tested on.
 */
export function page(all, { environment, network, command, date }, test) {
  const title = "hillock: activations that learn to read digits";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}${ownStyle}</style>
</head>
<body>
<main>
<h1>Activations that learn to read digits</h1>
<p class="lead">${escaped(`${network} · ${environment} · ${date}`)}</p>
<p class="statement">${escaped(statement(all))}</p>
${[
  section(
    "Side by side",
    `One network, one seed, one order of the digits; only the activation of the hidden layers differs. Differences of 0.1 % are chance: six seeds of gelu gave 98.28 to 98.45 %.`,
    overview(all),
  ),
  section("Loss in training", "Cross-entropy on a logarithmic scale; faint are the other activations.", lossPlots(all)),
  section(
    "Mistakes on digits not seen before",
    `Of ${test.count.toLocaleString("en-US")} test digits, after every epoch, on a logarithmic scale.`,
    mistakePlots(all),
  ),
  section(
    "What the units are given",
    "Pre-activations over the test digits, after training, on a scale of square roots. What lies beyond the edges is counted at the edges.",
    histogramPlots(all),
  ),
  section("Digits that most of them mistook", "", mistakes(all, test)),
  section("How it was made", "", element("p", { class: "note" }, `<code>${escaped(command)}</code>`)),
].join("\n")}
</main>
</body>
</html>
`;
}

/** @param {string} title @param {string} lead @param {string} content */
function section(title, lead, content) {
  return element("section", {}, element("h2", {}, escaped(title)), lead && element("p", { class: "lead" }, escaped(lead)), content);
}

/** @param {readonly Trained[]} all */
function statement(all) {
  const best = all.reduce((left, right) => (accuracy(right) > accuracy(left) ? right : left));
  const quickest = all.reduce((left, right) => (secondsPerEpoch(right) < secondsPerEpoch(left) ? right : left));
  const first = `${best.name} reads ${percent(accuracy(best))} of the test digits right`;
  return all.length === 1
    ? `${first}.`
    : `${first}, the most; ${quickest.name} takes the least time, ${secondsPerEpoch(quickest).toFixed(2)} s per epoch.`;
}

/** @param {readonly Trained[]} all */
function overview(all) {
  const accuracies = strips(all.map(accuracy), percent);
  const times = strips(all.map(secondsPerEpoch), (value) => `${value.toFixed(2)} s`);
  const units = all[0].layers.reduce((sum, layer) => sum + layer.units, 0);
  const heads = ["activation", "", "test accuracy", "", "s per epoch", "last loss", `dead, of ${units}`, "saturated", "flat slopes"];
  const head = element("tr", {}, ...heads.map((title, i) => element("th", { class: i === 0 ? "name" : undefined }, title)));
  const rows = all.map((trained, i) => {
    const { name, epochs, layers } = trained;
    const count = (/** @type {"dead" | "saturated"} */ what) => String(layers.reduce((sum, layer) => sum + layer[what], 0));
    const flat = layers.reduce((sum, layer) => sum + (layer.flat * layer.units) / units, 0);
    return element(
      "tr",
      {},
      element("td", {}, escaped(name)),
      element("td", { class: "plot" }, accuracies[i]),
      element("td", { class: "best" }, percent(accuracy(trained))),
      element("td", { class: "plot" }, times[i]),
      ...[
        secondsPerEpoch(trained).toFixed(2),
        epochs[epochs.length - 1].loss.toFixed(4),
        count("dead"),
        count("saturated"),
        percent(flat),
      ].map((cell) => element("td", {}, cell)),
    );
  });
  const note =
    `A slope is flat if it is below 1/${1 / FLAT}. A unit is dead if its slope is flat at every test digit: none of them changes it any more. ` +
    `It is saturated if that holds for ${100 * SATURATED} % of them. The seconds are those of training alone, the median of the epochs.`;
  return element("div", { class: "scroll" }, element("table", {}, head, ...rows)) + element("p", { class: "note" }, escaped(note));
}

/** @param {readonly Trained[]} all @param {import("./mnist.mjs").Digits} test */
function mistakes(all, test) {
  const hardest = Array.from(test.labels, (label, i) => ({
    i,
    label,
    wrong: all.map(({ readings }) => readings[i].read).filter((read) => read !== label),
  }))
    .filter(({ wrong }) => wrong.length > 0)
    .sort((a, b) => b.wrong.length - a.wrong.length || a.i - b.i)
    .slice(0, MISTAKES);
  const cards = hardest.map(({ i, label, wrong }) => {
    const reads = [...new Set(wrong)].sort().join(", ");
    const caption = `${label}, read as ${reads}`;
    const count = all.length > 1 ? `<br>by ${wrong.length} of ${all.length}` : "";
    const image = test.images.subarray(i * PIXELS, (i + 1) * PIXELS);
    return element("figure", {}, digit(image, caption), element("figcaption", {}, escaped(caption) + count));
  });
  return cards.length > 0 ? element("div", { class: "digits" }, ...cards) : element("p", { class: "note" }, "None.");
}

/** The accuracy at the end. @param {Trained} trained */
function accuracy({ epochs }) {
  return epochs[epochs.length - 1].accuracy;
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
