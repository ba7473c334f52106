import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-cli.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const LARGEST_BYTES = 200_000;

describe('the pictures of the documentation', () => {
  it('match byte for byte what is drawn now, and are small', () => {
    using folder = temporaryFolder();
    execFileSync(process.execPath, [join(DOCS, 'draw-pictures.ts'), folder.path], { timeout: 600_000 });
    // The page is drawn by a browser.
    const files = readdirSync(join(DOCS, 'pictures')).filter((file) => !file.startsWith('page-'));
    expect(files.length).toBeGreaterThan(6);
    expect(readdirSync(folder.path)).toEqual(files);
    for (const file of files) {
      const checkedIn = readFileSync(join(DOCS, 'pictures', file));
      expect(Buffer.compare(readFileSync(join(folder.path, file)), checkedIn), file).toBe(0);
      expect(checkedIn.length, file).toBeLessThan(LARGEST_BYTES);
    }
  });
});
