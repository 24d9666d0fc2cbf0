/** The style sheet of the documentation: light and dark by the reader's setting, one column on a phone. */
export const DOCS_STYLE = `:root {
  color-scheme: light dark;
  --paper: #fcfcfa;
  --panel: #f1f1ec;
  --ink: #1d2125;
  --soft: #5b636b;
  --rule: #dcdcd4;
  --link: #0b5fa5;
  --get: #17693c;
  --post: #8a4b00;
  --patch: #5b3f9e;
  --delete: #a3222c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b;
    --panel: #1f2428;
    --ink: #e4e6e8;
    --soft: #a1a9b1;
    --rule: #343b41;
    --link: #7fbcf2;
    --get: #6fcf97;
    --post: #f0b367;
    --patch: #bba4f5;
    --delete: #f58f96;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
code { overflow-wrap: anywhere; }
pre {
  margin: 0.5rem 0 0;
  padding: 0.75rem 1rem;
  overflow-x: auto;
  background: var(--panel);
  border-radius: 6px;
  line-height: 1.5;
}
pre code { overflow-wrap: normal; font-size: 1em; }
h1, h2, h3, h4 { line-height: 1.25; }
h1 { margin: 0; font-size: 1.9rem; }
h2 { margin: 3rem 0 0.75rem; font-size: 1.4rem; }
h3 { margin: 0; font-size: 1.05rem; }
h4 { margin: 1.5rem 0 0.25rem; font-size: 0.95rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: 0.5rem; background: var(--paper); }
.soft { color: var(--soft); }
.page { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
.errors a { white-space: nowrap; }
nav h2 { margin: 1.5rem 0 0.25rem; font-size: 0.95rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: 0.25rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
.operation { padding: 1.75rem 0; border-top: 1px solid var(--rule); }
.address { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: baseline; margin: 0.35rem 0 0; }
.method { font-weight: 700; font-size: 0.8rem; letter-spacing: 0.04em; }
.get { color: var(--get); }
.post { color: var(--post); }
.patch { color: var(--patch); }
.delete { color: var(--delete); }
dl { margin: 0.25rem 0 0; }
dt { margin-top: 0.6rem; font-weight: 600; }
dt small { margin-left: 0.4rem; font-weight: 400; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
details { margin-top: 0.4rem; }
summary { color: var(--link); cursor: pointer; }
details dl { padding-left: 0.9rem; border-left: 2px solid var(--rule); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); }
@media (min-width: 44rem) {
  dl { display: grid; grid-template-columns: minmax(9rem, 16rem) minmax(0, 1fr); gap: 0.35rem 1.25rem; }
  dt { margin: 0; overflow-wrap: anywhere; }
}
@media (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 3.5rem; }
  header, footer { grid-column: 1 / -1; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding-bottom: 2rem; }
}
`;
