/** The look of the report, light and dark. Nothing is fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1d1b; --soft: #5f5e5a; --rule: #e2dfd8;
  --naive: #c2640c; --alternative: #d99b55; --stable: #8b6f5c; --numbers: #4a9fd8; --staged: #4a9fd8; --weights: #2c7fc6; --memory: #1257b8; --fast: #7a3fc4; --copy: #77756f; --allocating: #4a9fd8;
  --first: #1257b8; --second: #c2640c; --third: #7f8a1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --card: #1e1e1c; --ink: #ecebe6; --soft: #a3a19a; --rule: #35342f;
    --naive: #f2a24a; --alternative: #c98a4b; --stable: #bfa08c; --numbers: #86c8f5; --staged: #86c8f5; --weights: #6fb4fa; --memory: #5b9dff; --fast: #b78cff; --copy: #99978f; --allocating: #86c8f5;
    --first: #5b9dff; --second: #f2a24a; --third: #bcc85a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 3rem 1.5rem 5rem; }
h1 { font-size: 2.4rem; line-height: 1.1; letter-spacing: -0.02em; margin: 0 0 0.4rem; }
h2 { font-size: 1.35rem; letter-spacing: -0.01em; margin: 3.5rem 0 0.3rem; }
h3 { font-size: 1rem; margin: 0; font-weight: 600; }
p { margin: 0.3rem 0 1rem; max-width: 62rem; }
.statement { font-size: 1.2rem; margin: 1.2rem 0 0; }
.lead, .note, figcaption { color: var(--soft); }
.scroll + .scroll { margin-top: 1.4rem; }
.note { font-size: 0.9rem; }
code { font: 0.92em ui-monospace, monospace; }
section { margin: 0; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); }
.grid.wide { grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); }
.grid.broad { grid-template-columns: repeat(auto-fill, minmax(480px, 1fr)); margin-top: 1.2rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 0.8rem 0.9rem 0.6rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; font: 11px system-ui, sans-serif; }
svg text { fill: var(--soft); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; margin: 0.6rem 0 1rem; font-size: 0.88rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.legend svg { width: 14px; flex: none; }
.gridline { stroke: var(--rule); stroke-width: 1; }
.axis { stroke: var(--soft); stroke-width: 1; }
.mark { stroke-width: 1.8; fill: var(--card); }
.curve { fill: none; stroke-width: 1.8; }
.gain { stroke: var(--rule); stroke-width: 3; }
.band { fill: var(--rule); opacity: 0.35; }
${["naive", "alternative", "stable", "numbers", "staged", "weights", "memory", "fast", "copy", "allocating"]
  .map((name) => `.${name} { stroke: var(--${name}); }`)
  .join("\n")}
.mark.staged, .mark.weights, .mark.memory, .mark.fast { stroke: var(--card); stroke-width: 1; }
${["staged", "weights", "memory", "fast"].map((name) => `.mark.${name} { fill: var(--${name}); }`).join("\n")}
.curve.f { stroke: var(--first); stroke-width: 2.4; }
.curve.d { stroke: var(--second); }
.curve.dd { stroke: var(--third); stroke-dasharray: 5 3; }
.heat { fill: var(--memory); }
.heat.cliff { stroke: var(--naive); stroke-width: 1.5; }
.sweep { fill: var(--memory); fill-opacity: 0.5; }
.sweep.neighbour { fill: var(--staged); }
.sweep.drawn { fill: var(--third); }
.sweep.cliff { fill: none; stroke: var(--naive); stroke-width: 1.6; }
h3.above { margin: 1.4rem 0 0.6rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.32rem 0.6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; color: var(--soft); }
.name, td:first-child { text-align: left; }
td:first-child { font-weight: 600; }
tr.first td { border-top: 2px solid var(--rule); }
td.best { color: var(--memory); font-weight: 600; }
table.overview td.plot { padding: 0; width: 46%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; font-size: 0.92rem; }
dt { color: var(--soft); }
dd { margin: 0; }
ul.notes { padding-left: 1.1rem; max-width: 50rem; }
ul.notes li { margin: 0.35rem 0; }
summary { cursor: pointer; color: var(--soft); margin: 0.5rem 0; }
@media print { body { background: none; } figure { break-inside: avoid; } }
`;
