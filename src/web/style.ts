/** The look of the pages. Its hash stands in their Content-Security-Policy, so that no other style counts. */
export const style = `:root{color-scheme:light dark;--text:#1f2328;--quiet:#57606a;--page:#f6f8fa;--card:#fff;--line:#d0d7de;--strong:#0b5cad;--on-strong:#fff;--wrong:#b3261e}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#9da7b3;--page:#0d1117;--card:#161b22;--line:#3d444d;--strong:#4c9bff;--on-strong:#06101d;--wrong:#ff9a8f}}
*{box-sizing:border-box}
body{margin:0;padding:2rem 1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
h1{margin:0 0 1rem;font-size:1.4rem;line-height:1.25;overflow-wrap:anywhere}
p,dl{margin:0 0 1rem;overflow-wrap:anywhere}
dt{color:var(--quiet)}
dd{margin:0 0 .5rem;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0 0}
button{min-height:2.75rem;padding:.5rem 1.25rem;max-width:100%;overflow-wrap:anywhere;font:inherit;font-weight:600;border:2px solid var(--strong);border-radius:.375rem;background:var(--card);color:var(--strong);cursor:pointer}
button.main{background:var(--strong);color:var(--on-strong)}
:focus-visible{outline:3px solid var(--strong);outline-offset:2px}
label{display:block;font-weight:600}
.field{flex:1 1 100%;min-width:0}
.field p{margin:0 0 .25rem;font-size:.9rem}
.hint{color:var(--quiet)}
.field .wrong,.wrong a{color:var(--wrong);font-weight:600}
div.wrong{margin:0 0 1rem;padding:.75rem 1rem;border:2px solid var(--wrong);border-radius:.375rem;overflow-wrap:anywhere}
div.wrong p,div.wrong ul{margin:0 0 .25rem;padding:0;list-style:none}
input{display:block;width:100%;margin:.5rem 0 0;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:2px solid var(--quiet);border-radius:.375rem}
input[type=hidden]{display:none}
input[aria-invalid]{border-color:var(--wrong)}
nav{max-width:34rem;margin:1rem auto 0}
a{color:var(--strong)}
`

/** SHA-256 of the style, in base64: a test compares. */
export const styleHash = 'NFE7Qk9zjnamqbC6hmYTcC504x6fGIGKkqliTOKSaw0='
