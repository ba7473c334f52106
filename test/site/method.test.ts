import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import written from '../../data/method.json' with { type: 'json' };
import { methodBlocks } from '../../docs/write-method.ts';
import { methodPage } from '../../lib/site/pages.ts';

const markdown = readFileSync(join(import.meta.dirname, '../../docs/method.md'), 'utf8');
const page = `${methodPage().body}`;

describe('the method page', () => {
  it('shows the current text of docs/method.md in full', () => {
    expect(written.blocks).toEqual(methodBlocks(markdown));
    for (const block of written.blocks) expect(page).toContain(block);
  });

  it('gives the formulas with their sources', () => {
    expect(page).toContain(
      'quantiles .025 and .975 of Beta(k + 1/2, n - k + 1/2), 0 at k = 0 and 1 at k = n. Brown, Cai and DasGupta, <em>Interval Estimation for a Binomial Proportion</em>',
    );
    expect(page).toContain(
      'P = I_{4pq}(z, 1/2), p = 1 - q; 1 from q = 1/2 on. Rosenfeld, <a href="https://arxiv.org/abs/1402.2009">arXiv 1402.2009</a>',
    );
    expect(page).toContain('It pays above (1 - g) / (3 - 2g) of the hash rate');
  });

  it('names source files without linking to them, since the site has none', () => {
    expect(page).toContain('<a href="');
    expect(page.match(/href="(?!https?:)[^"]*"/g)).toBeNull();
    expect(page).toContain('nowcast (<code>docs/nowcast.md</code>)');
    expect(page).toContain('(<code>lib/config/default-rules.ts</code>)');
  });
});

describe('the Markdown of the method page', () => {
  it('becomes escaped text and tables that screen readers can read', () => {
    expect(methodBlocks('# T\n\n| a | b |\n|---|---|\n| 1 < 2 | `<b>` |')).toEqual([
      '<div class="wide" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><th scope="row">1 &lt; 2</th><td><code>&lt;b&gt;</code></td></tr></tbody></table></div>',
    ]);
  });

  it('must begin with its title', () => {
    expect(() => methodBlocks('text')).toThrow('docs/method.md begins with its title');
  });
});
