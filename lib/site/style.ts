import { pageColours } from '../messages/charts/colours.ts';

/** The style sheet of every page, inlined so that the first view takes one request. */
export const STYLE = `
:root{color-scheme:light dark;${pageColours('light')};--wash:#f5f7f9;--link:#005a8f}
@media(prefers-color-scheme:dark){:root{${pageColours('dark')};--wash:#1b2229;--link:#8ccbf5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;padding-top:.9rem;padding-bottom:.9rem}
header>a{font-weight:700;font-size:1.15rem;text-decoration:none;color:var(--text)}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;margin:0;padding:0}
nav a{display:inline-block;padding:.2rem 0;text-decoration:none}nav a:hover{text-decoration:underline}
nav [aria-current]{color:var(--text);font-weight:600}
h1{font-size:clamp(1.6rem,1.2rem + 2.2vw,2.5rem);line-height:1.2;margin:.6rem 0 .6rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .6rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
p,ul,table{margin:0 0 .8rem}ul{padding-left:1.15rem}li{margin:.2rem 0}
.muted,caption,footer{color:var(--muted)}
.hero{background:var(--wash);border-radius:14px;padding:1.2rem 1.1rem 1rem;margin:.4rem 0 1.6rem}
.hero .question{margin:0;color:var(--muted)}
.hero h1{margin:.2rem 0 .5rem}.hero p{max-width:44rem}
.hero svg{display:block;width:100%;max-width:34rem;margin:.8rem 0 .5rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2.5rem}
@media(min-width:58rem){.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.hero{padding:1.8rem 2rem 1.4rem}}
.columns>*>h2:first-child{margin-top:.4rem}
h4{font-size:1rem;margin:1.2rem 0 .3rem}.prose{max-width:46rem}
figure{margin:0 0 1.4rem;border:1px solid var(--grid);border-radius:12px;overflow:hidden}
figure>svg{display:block;width:100%;max-width:34rem;margin:0 auto;height:auto}
figcaption{border-top:1px solid var(--grid);padding:.4rem .9rem;font-size:.875rem;color:var(--muted)}
svg text{font-family:inherit}
.read{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;padding:.5rem .9rem .6rem;font-size:.875rem}
.read label{display:flex;flex:1 1 100%;gap:.6rem;align-items:center}.read input{flex:1;min-width:0;accent-color:var(--link)}
.read output{flex:1 1 100%;min-height:1.5em;font-variant-numeric:tabular-nums}
.read button{font:inherit;color:var(--link);background:none;border:1px solid var(--grid);border-radius:99px;padding:.15rem .7rem;cursor:pointer}
.read [aria-pressed=true]{background:var(--wash);color:var(--text);border-color:currentColor}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:.3rem}
th,td{text-align:left;padding:.32rem .6rem .32rem 0;border-bottom:1px solid var(--grid);vertical-align:top;font-weight:400}
thead th{color:var(--muted);font-size:.875rem}
.number{text-align:right}td.number,.day{white-space:nowrap}@media(max-width:30rem){.wide{font-size:.875rem}}
tr>:last-child{padding-right:.1rem}
pre{white-space:pre-wrap;background:var(--wash);padding:.8rem;border-radius:8px;overflow-x:auto;font-size:.875rem}
code{background:var(--wash);border-radius:4px;padding:.05rem .3rem;overflow-wrap:anywhere}
.list{list-style:none;padding:0}.list li{padding:.45rem 0;border-bottom:1px solid var(--grid);margin:0}
.list time,.list span{color:var(--muted);display:inline-block;margin-right:.7rem}
.severity{display:inline-block;font-size:.875rem;font-weight:600;border:1px solid currentColor;border-radius:99px;padding:.02rem .65rem;margin:0 0 .2rem}
.warning,.critical,.emergency{color:var(--bound)}
summary{cursor:pointer;color:var(--link)}
footer{padding-top:1.2rem;padding-bottom:2rem;margin-top:2.5rem;border-top:1px solid var(--grid);font-size:.875rem}
footer p{margin:.2rem 0}
`
  .replaceAll('\n', '')
  .trim();
