import { type Browser, chromium } from 'playwright-core';

/** Debian's by default. */
const PATH = process.env.HASHTILT_CHROMIUM ?? '/usr/bin/chromium';

/** Starts a browser for local pages. */
export function startChromium(): Promise<Browser> {
  // Chromium cannot create its sandbox as root; it only shows our own pages.
  return chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-background-networking'] });
}
