/** The look of the report, light and dark. Nothing is fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1d1b; --soft: #5f5e5a; --rule: #e2dfd8;
  --own: #1257b8; --second: #c2640c; --third: #7f8a1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --card: #1e1e1c; --ink: #ecebe6; --soft: #a3a19a; --rule: #35342f;
    --own: #5b9dff; --second: #f2a24a; --third: #bcc85a;
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
.note { font-size: 0.9rem; }
code { font: 0.92em ui-monospace, monospace; }
.grid, .digits { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); }
.digits { grid-template-columns: repeat(auto-fill, minmax(110px, 1fr)); }
.digits figcaption { font-size: 0.85rem; line-height: 1.35; text-align: center; margin-top: 0.4rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 0.8rem 0.9rem 0.6rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; font: 11px system-ui, sans-serif; }
svg text { fill: var(--soft); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; font-size: 0.88rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.gridline { stroke: var(--rule); stroke-width: 1; }
.axis { stroke: var(--soft); stroke-width: 1; }
.curve { fill: none; stroke-width: 1.8; }
.curve.own { stroke: var(--own); stroke-width: 2.2; }
.curve.others { stroke: var(--soft); opacity: 0.45; stroke-width: 1; }
.curve.layer0 { stroke: var(--own); stroke-width: 2.2; }
.curve.layer1 { stroke: var(--second); }
.curve.layer2 { stroke: var(--third); stroke-dasharray: 5 3; }
.end { fill: var(--own); }
.figure { color: var(--soft); font-weight: 400; float: right; }
.pixels { fill: var(--ink); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.32rem 0.6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; color: var(--soft); }
.name, td:first-child { text-align: left; }
td:first-child { font-weight: 600; }
td.best { color: var(--own); font-weight: 600; }
td.plot { width: 15%; min-width: 110px; padding-top: 0; padding-bottom: 0; }
@media print { body { background: none; } figure { break-inside: avoid; } }
`;
