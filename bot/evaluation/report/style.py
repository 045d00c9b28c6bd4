"""The page's style sheet: light and dark as the reader's device has it; nothing from outside."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfaf6; --card: #ffffff; --ink: #1d1c1a; --quiet: #6a675f; --rule: #dfdacd;
  --accent: #0a6b5d; --wrong: #b02a1f; --mark: #ffe89c; --mark-ink: #1d1c1a;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #141517; --card: #1c1e21; --ink: #e8e5dd; --quiet: #a19d93; --rule: #35373c;
  --accent: #5fcdb8; --wrong: #ff8d80; --mark: #6a5613; --mark-ink: #fff6d6; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 var(--serif); overflow-wrap: anywhere; }
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1, h2, h3, h4, h5 { line-height: 1.2; font-weight: 600; text-wrap: balance; }
h1 { font-size: clamp(2.1rem, 6vw, 3.4rem); margin: 0.2rem 0 0.6rem; letter-spacing: -0.02em; }
h2 { font-size: 1.7rem; margin: 0 0 0.4rem; letter-spacing: -0.01em; }
h3 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; }
h4 { font-size: 1.06rem; margin: 0 0 0.2rem; }
h5 { font-size: 1.15rem; margin: 0.3rem 0 0.7rem; }
h5 small { font: 0.8rem var(--sans); color: var(--quiet); }
header { border-bottom: 3px double var(--rule); padding-bottom: 1.5rem; margin-bottom: 2.5rem; }
.kicker, nav, table, .tiles, .verdict, dt, summary, svg text { font-family: var(--sans); }
.kicker { text-transform: uppercase; letter-spacing: 0.12em; font-size: 0.75rem; margin: 0;
  color: var(--accent); font-weight: 600; }
.lead { font-size: 1.25rem; margin: 0; }
.quiet, .count, figcaption p { color: var(--quiet); }
.count { font-weight: 400; }
.address { font: 0.75rem ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  color: var(--quiet); }
nav { display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; margin-top: 1rem; font-size: 0.95rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
section.folder { border-top: 3px double var(--rule); margin-top: 4rem; padding-top: 2rem; }
header + section.folder { border-top: 0; margin-top: 0; padding-top: 0; }
section.kind { margin: 1.8rem 0 2.4rem; }
section.kind > p { margin: 0 0 1rem; }
.scrolled { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums;
  overflow-wrap: normal; }
th, td { padding: 0.32rem 0.9rem 0.32rem 0; text-align: right; white-space: nowrap;
  border-bottom: 1px solid var(--rule); }
th[scope=row], .group th, th:first-child { text-align: left; font-weight: 400; position: sticky;
  left: 0; background: var(--paper); padding-right: 1.4rem; }
thead th { font-weight: 600; }
tr.group th { font-weight: 600; color: var(--accent); padding-top: 1.1rem; }
tr.better td:nth-child(4) { color: var(--accent); font-weight: 600; }
tr.worse td:nth-child(4) { color: var(--wrong); font-weight: 600; }
.forest { width: 8rem; height: 1.1rem; display: block; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: 1px;
  overflow: hidden; border: 1px solid var(--rule); margin: 1.2rem 0 2rem; }
.tiles div { background: var(--card); padding: 0.9rem 1rem; box-shadow: 0 0 0 1px var(--rule); }
.tiles b { display: block; white-space: nowrap; font-size: 1.45rem; font-weight: 600;
  letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.tiles span { font-size: 0.78rem; color: var(--quiet); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr));
  gap: 1.6rem 2.4rem; }
figure { margin: 0; max-width: 32rem; }
figcaption { min-height: 5.6rem; }
figcaption p { margin: 0.2rem 0 0.6rem; font-size: 0.9rem; line-height: 1.45; }
svg { width: 100%; height: auto; display: block; overflow: visible; }
svg text { fill: var(--quiet); font-size: 11px; }
svg .axis { font-size: 12px; fill: var(--ink); }
.middle { text-anchor: middle; } .end { text-anchor: end; }
.grid { stroke: var(--rule); stroke-width: 1; }
.curve { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
.beside { fill: none; stroke: var(--quiet); stroke-width: 1.3; stroke-dasharray: 4 4; }
.here { fill: var(--wrong); stroke: var(--paper); stroke-width: 2; }
.interval { stroke: var(--quiet); stroke-width: 2; }
.dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5; }
.bar { fill: var(--accent); opacity: 0.22; } .solid { opacity: 0.85; }
.case { background: var(--card); border: 1px solid var(--rule); border-radius: 4px;
  padding: 1rem 1.2rem; margin: 0 0 1rem; }
.verdict { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; justify-content: space-between;
  font-size: 0.8rem; margin: 0; color: var(--quiet); }
.verdict b { color: var(--ink); font-weight: 600; }
.said { font-weight: 600; white-space: pre-line; }
blockquote { margin: 0 0 0.9rem; padding-left: 1rem; border-left: 3px solid var(--rule); }
blockquote p { margin: 0 0 0.2rem; white-space: pre-line; }
blockquote footer { font-size: 0.88rem; color: var(--quiet); font-style: italic; }
blockquote footer .address { font-style: normal; white-space: normal; }
mark { background: var(--mark); color: var(--mark-ink); padding: 0.05em 0.15em;
  border-radius: 2px; }
.wrong { color: var(--wrong); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0;
  font-size: 0.93rem; }
dt { color: var(--quiet); font-size: 0.8rem; padding-top: 0.15rem; }
dd { margin: 0; }
details { margin: 0.8rem 0; }
summary { cursor: pointer; color: var(--accent); font-size: 0.92rem; padding: 0.4rem 0; }
details > dl { padding: 0.5rem 0; }
@media (max-width: 34rem) { main { padding: 1.5rem 1rem 4rem; } figcaption { min-height: 0; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; } .case { padding: 0.9rem; } }
@media print { .case, figure { break-inside: avoid; } body { font-size: 10pt; } }
"""
