import { type Browser, chromium } from 'playwright-core';

/** Debian's; another may be named. */
const PATH = process.env.HASHTILT_CHROMIUM ?? '/usr/bin/chromium';

/** Starts a browser that goes nowhere but to this machine. */
export function startChromium(): Promise<Browser> {
  // A sandbox of its own it cannot make as root; it shows our own pages only.
  return chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-background-networking'] });
}
