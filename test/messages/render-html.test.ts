import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../lib/messages/html.ts';
import type { Message } from '../../lib/messages/message.ts';
import { renderHtml } from '../../lib/messages/render-html.ts';
import { writePage } from '../../lib/site/page.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></svg><script>',
  '<!--',
  ']]>',
  '&lt;script&gt;',
  'a\u202eb\u0000c\ud800',
];

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));
const inline = fc.record({
  kind: fc.constantFrom('text' as const, 'bold' as const, 'code' as const),
  text: hostile,
});
const message: fc.Arbitrary<Message> = fc.record({
  id: hostile,
  title: hostile,
  severity: fc.constantFrom('info' as const, 'warning' as const),
  footer: hostile,
  sections: fc.tuple(
    fc.record({ kind: fc.constant('paragraph' as const), inlines: fc.array(inline) }),
    fc.record({ kind: fc.constant('list' as const), title: hostile, items: fc.array(fc.array(inline)) }),
    fc.record({
      kind: fc.constant('table' as const),
      title: hostile,
      columns: fc.constant([{ name: '<b onclick="x">', align: 'right' as const }]),
      rows: fc.array(fc.tuple(hostile)),
    }),
  ),
});

/** Every tag that rendered messages may contain. */
const TAG =
  /^<(\/?(h[123]|p|b|code|ul|li|div|table|caption|thead|tbody|tr|th|td)|p class="(muted|severity warning)"|div class="wide" tabindex="0" role="group" aria-label="[^"<>]*"|th scope="(row|col)"( class="(number|word)")?|td class="(number|word)")>$/;

describe('a message on a page', () => {
  it('is rendered as headings, paragraphs, lists and tables', () => {
    expect(
      `${renderHtml({
        id: 'x',
        title: 'Foundry USA: above one third',
        severity: 'warning',
        sections: [
          {
            kind: 'paragraph',
            inlines: [
              { kind: 'bold', text: 'How we know: ' },
              { kind: 'link', text: 'here', url: 'https://example.org/?a=1&b=2' },
            ],
          },
          {
            kind: 'table',
            title: 'Shares',
            columns: [
              { name: 'Owner', align: 'left' },
              { name: 'Share', align: 'right' },
            ],
            rows: [['A & B', '36%']],
          },
        ],
      })}`,
    ).toBe(
      '<p class="severity warning">Warning</p><h2>Foundry USA: above one third</h2><p><b>How we know: </b><a href="https://example.org/?a=1&amp;b=2">here</a></p><div class="wide" tabindex="0" role="group" aria-label="Shares"><table><caption>Shares</caption><thead><tr><th scope="col" class="word">Owner</th><th scope="col" class="number">Share</th></tr></thead><tbody><tr><th scope="row">A &amp; B</th><td class="number">36%</td></tr></tbody></table></div>',
    );
  });

  it('has no markup but its own, whatever its names and texts', () => {
    fc.assert(
      fc.property(message, (one) => {
        const written = `${renderHtml(one)}`;
        for (const [tag] of written.matchAll(/<[^>]*>?/g)) expect(tag).toMatch(TAG);
      }),
      { numRuns: 500 },
    );
  });

  it('links only to http and https', () => {
    const to = (url: string) =>
      renderHtml({
        id: 'x',
        title: 'T',
        severity: 'info',
        sections: [{ kind: 'paragraph', inlines: [{ kind: 'link', text: 'x', url }] }],
      });
    expect(() => to('javascript:alert(1)')).toThrow('a link needs an http or https address');
    expect(`${to('https://a.example/"><script>')}`).not.toContain('<script>');
  });
});

describe('a page', () => {
  it('escapes hostile titles and addresses', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const plain = writePage({ path: 'x.html', title: '', description: '', body: html`` }, null);
        const written = writePage(
          { path: 'x.html', title: name, description: name, body: html`<h1>${name}</h1>` },
          null,
        );
        const tags = (page: string) =>
          [...page.matchAll(/<[a-z/!][^>]*>/g)].map(([tag]) => tag.replace(/content="[^"]*"/, ''));
        expect(tags(written).filter((tag) => !/^<\/?h1>$/.test(tag))).toEqual(tags(plain));
      }),
      { numRuns: 300 },
    );
  });

  it('forbids all scripts, and all styles but its own inline sheet', () => {
    const page = writePage({ path: 'x.html', title: 'T', description: 'D', body: html`` }, null);
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src (&#39;|')none(&#39;|'); style-src (&#39;|')sha256-[A-Za-z0-9+/=]{44}(&#39;|'); img-src (&#39;|')self(&#39;|') data:; base-uri (&#39;|')none(&#39;|'); form-action (&#39;|')none(&#39;|')">/,
    );
    expect(page).not.toMatch(/<script|style="/);
  });

  it("allows only the site's one script, and no inline script, if its charts are interactive", () => {
    const page = writePage(
      { path: 'a/x.html', title: 'T', description: 'D', body: html``, isInteractive: true },
      null,
    );
    expect(page).toMatch(/script-src (&#39;|')self(&#39;|'); connect-src (&#39;|')self(&#39;|')">/);
    expect(page.match(/<script.*?<\/script>/gs)).toEqual(['<script src="../charts.js" defer></script>']);
    expect(page).not.toMatch(/unsafe|style="|\son\w+="/);
  });
});
