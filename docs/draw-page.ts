/** Takes screenshots of the public page of the recorded days for the README: `npm run docs:page`. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { siteFolder } from '../lib/store/site-folder.ts';
import { startChromium } from '../test/support/chromium.ts';
import { publishTo, sourceOf } from '../test/support/site-places.ts';

const PICTURES = [
  { page: 'index.html', file: 'page-front.png', colorScheme: 'light' },
  { page: 'warnings/2024-12-30.html', file: 'page-warning.png', colorScheme: 'dark' },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'hashtilt-page-'));
await publishTo(siteFolder(folder), sourceOf(shippedLedger()));
const browser = await startChromium();
try {
  for (const { page: path, file, colorScheme } of PICTURES) {
    const page = await browser.newPage({ viewport: { width: 1080, height: 810 }, colorScheme });
    await page.goto(`${pathToFileURL(join(folder, path))}`);
    await page.screenshot({ path: join(import.meta.dirname, 'pictures', file) });
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
