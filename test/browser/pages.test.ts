import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageServer } from '../../lib/cli/serve-page.ts';
import { startChromium } from '../support/chromium.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { NOWHERE, seedStore } from '../support/seeded-store.ts';

/** The narrowest phone, a common phone, and a desktop. */
const WIDTHS = [320, 390, 1280] as const;
const SCHEMES = ['light', 'dark'] as const;
const VIEWS = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme })));

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const folder = temporaryFolder();
const stop = new AbortController();
let browser: Browser;
let address = '';
let served: Promise<unknown> | undefined;
let pages: readonly string[];

beforeAll(async () => {
  using store = await seedStore();
  const env = {
    HASHTILT_STORE: store.path,
    HASHTILT_MEMPOOL_URL: NOWHERE,
    HASHTILT_SITE_URL: 'https://tilt.example/',
  };
  const { code, stderr } = await runCli(['publish', '--out', folder.path], { env });
  if (code !== 0) throw new Error(stderr);
  await new Promise<void>((resolve) => {
    const part = pageServer(folder.path, { host: '127.0.0.1', port: 0 }, (line) => {
      address = line.replace('page: ', '');
      resolve();
    });
    served = part.run(stop.signal);
  });
  pages = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.html'),
  );
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  stop.abort();
  await served;
  folder[Symbol.dispose]();
});

/** Opens every page in turn in one browser view. @throws if a page logs or fails to load anything. */
async function open(
  view: (typeof VIEWS)[number] & { readonly javaScriptEnabled: boolean },
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const { width, scheme, javaScriptEnabled } = view;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    javaScriptEnabled,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`${page.url()}: ${request.url()} failed`));
  for (const path of pages) {
    await page.goto(`${address}${path}`);
    await look(page, path);
  }
  expect(problems).toEqual([]);
  await context.close();
}

describe.each(VIEWS)('every page at $width px on a $scheme screen', (view) => {
  it.each([true, false])(
    'renders without errors or horizontal scrolling, JavaScript %s',
    async (javaScriptEnabled) => {
      const wide: string[] = [];
      await open({ ...view, javaScriptEnabled }, async (page, path) => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > view.width) wide.push(`${path}: ${width}`);
      });
      expect(wide).toEqual([]);
      expect(pages.length).toBeGreaterThan(80);
    },
  );

  it('passes axe-core', async () => {
    const findings: string[] = [];
    await open({ ...view, javaScriptEnabled: true }, async (page, path) => {
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
      });
      findings.push(...found.map((one) => `${path}: ${one}`));
    });
    expect(findings).toEqual([]);
  });
});

/** A page with one chart over all years. */
const OWNER_PAGE = 'owners/dcg.html';
/** A day's figures from the chart's CSV, counted back from the last day. */
const figuresOf = (back: number): string => {
  const lines = readFileSync(join(folder.path, 'v1/charts/owner-dcg.csv'), 'utf8').trim().split('\r\n');
  const [share, low, high] = lines
    .at(-1 - back)!
    .split(',')
    .slice(-3)
    .map((figure) => `${(100 * Number(figure)).toFixed(1)}%`);
  return `${share} (${low} to ${high})`;
};

describe('a chart over time, with JavaScript', () => {
  it('reads out each day by keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}${OWNER_PAGE}`);
    const slider = page.getByRole('slider', { name: 'Day' });
    await slider.press('ArrowLeft');
    await page.getByText(`20 Apr 2026: ${figuresOf(1)}`).waitFor();
    await slider.press('ArrowLeft');
    await page.getByText(`19 Apr 2026: ${figuresOf(2)}`).waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toBe(`19 Apr 2026: ${figuresOf(2)}`);
    await page.close();
  });

  it('reads out the day under a finger', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true });
    const page = await context.newPage();
    await page.goto(`${address}${OWNER_PAGE}`);
    const svg = page.locator('figure > svg');
    await svg.scrollIntoViewIfNeeded();
    const box = (await svg.boundingBox())!;
    const { left, width, top, height } = JSON.parse((await svg.getAttribute('data-plot'))!);
    const unit = box.width / Number((await svg.getAttribute('viewBox'))!.split(' ')[2]);
    await page.touchscreen.tap(box.x + (left + width) * unit, box.y + (top + height / 2) * unit);
    await page.getByText(`21 Apr 2026: ${figuresOf(0)}`).waitFor();
    expect(await page.locator('figure svg circle').count()).toBe(1);
    await context.close();
  });

  it('zooms to a shorter span and back', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}${OWNER_PAGE}`);
    await page.getByRole('button', { name: '90 days' }).click();
    await page.getByText(`21 Apr 2026: ${figuresOf(0)}`).waitFor();
    expect(await page.getByRole('button', { name: '90 days' }).getAttribute('aria-pressed')).toBe('true');
    const added = page.locator('figure svg .span');
    expect(await added.locator('text').allTextContents()).toEqual(['21 Jan', '7 Mar', '21 Apr']);
    await page.getByRole('slider', { name: 'Day' }).press('Home');
    await page.getByText(`21 Jan 2026: ${figuresOf(90)}`).waitFor();
    await page.getByRole('button', { name: 'All' }).click();
    await page.getByRole('slider', { name: 'Day' }).press('Home');
    await page.getByText(/^7 Jan 2020: /).waitFor();
    expect(await added.locator('*').count()).toBe(0);
    await page.close();
  });

  it('fetches figures only on first use', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url().replace(address, '')));
    await page.goto(`${address}${OWNER_PAGE}`, { waitUntil: 'networkidle' });
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([OWNER_PAGE, 'charts.js']);
    const fetched = page.waitForRequest(`${address}v1/charts/owner-dcg.csv`);
    await page.getByRole('slider', { name: 'Day' }).press('ArrowLeft');
    await fetched;
    await page.close();
  });
});

describe('a page in a browser', () => {
  it('takes one request and paints without waiting for anything else', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${address}index.html`, { waitUntil: 'networkidle' });
    const painted = await page.evaluate(() =>
      performance.getEntriesByName('first-contentful-paint').map(({ entryType }) => entryType),
    );
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`${address}index.html`]);
    expect(painted).toEqual(['paint']);
    await page.close();
  });

  it("shows the question, the answer and the largest share on a phone's first screen", async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await page.goto(`${address}index.html`);
    for (const text of ['Is anybody near a majority', 'No owner is near a majority', 'of the last 7 days']) {
      const box = await page.getByText(text).first().boundingBox();
      expect(box!.y + box!.height, text).toBeLessThan(800);
    }
    await page.close();
  });

  it('can be navigated by keyboard from the first link to the last', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}index.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the figures');
    const links = await page.locator('a, [tabindex]').count();
    for (let pressed = 1; pressed < links; pressed++) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('How we know');
    await page.close();
  });

  it('shows charts but no interactive controls without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${address}${OWNER_PAGE}`);
    expect(await page.locator('figure > svg').count()).toBe(1);
    expect(await page.locator('.read').count()).toBe(0);
    await context.close();
  });

  it('has no broken links', async () => {
    const page = await browser.newPage();
    const targets = new Set<string>();
    for (const path of pages) {
      await page.goto(`${address}${path}`);
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('a[href], img[src], link[rel=alternate]')].map(
          (one) => (one as HTMLAnchorElement).href ?? (one as HTMLImageElement).src,
        ),
      );
      for (const url of found) if (url.startsWith(address)) targets.add(url.replace(/#.*/, ''));
    }
    await page.close();
    expect(targets.size).toBeGreaterThan(200);
    const broken: string[] = [];
    for (const url of targets) if ((await fetch(url, { method: 'HEAD' })).status !== 200) broken.push(url);
    expect(broken).toEqual([]);
  });

  it('is replaced at any unknown address by a 404 page with working links', async () => {
    const page = await browser.newPage();
    for (const path of ['nothing.html', 'warnings/1999-12-31.html']) {
      const answer = await page.goto(`${address}${path}`);
      expect(answer!.status()).toBe(404);
      expect(await page.locator('h1').textContent()).toBe('There is no page at this address');
      await page.getByRole('link', { name: 'Warnings', exact: true }).click();
      expect(page.url()).toBe(`${address}warnings.html`);
    }
    await page.close();
  });

  it('works when opened from disk', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    await page.goto(`file://${join(folder.path, 'index.html')}`);
    await page.getByRole('link', { name: 'Warnings', exact: true }).click();
    await page.locator('.list a').first().click();
    expect(await page.locator('h1').textContent()).toMatch(/Foundry USA/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('parses every feed and every chart as well-formed XML', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}index.html`);
    const files = readdirSync(join(folder.path, 'v1'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(atom|svg)$/.test(path),
    );
    expect(files.length).toBeGreaterThan(60);
    for (const path of files) {
      const text = readFileSync(join(folder.path, 'v1', path), 'utf8');
      const root = await page.evaluate((xml) => {
        const parsed = new DOMParser().parseFromString(xml, 'application/xml');
        return parsed.querySelector('parsererror')?.textContent ?? parsed.documentElement.namespaceURI;
      }, text);
      expect(root, path).toMatch(/^http:\/\/www\.w3\.org\/(2005\/Atom|2000\/svg)$/);
    }
    await page.close();
  });

  it('shows an embedded chart and the badge on another page', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}data.html`);
    expect(await page.evaluate(() => document.querySelector('img')!.naturalWidth)).toBeGreaterThan(100);
    const chart = await browser.newPage();
    const problems: string[] = [];
    chart.on('console', (message) => {
      problems.push(`${message.text()} ${message.location().url}`);
    });
    await chart.goto(`${address}v1/charts/owners-over-time.svg`);
    // The policy admits the chart's own style sheet.
    expect(
      await chart.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--paper').trim(),
      ),
    ).toBe('#ffffff');
    expect(problems).toEqual([]);
    await page.close();
    await chart.close();
  });
});
