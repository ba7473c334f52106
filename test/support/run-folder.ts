import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for what the files of one test run share; `HASHTILT_RUN` names it to their processes. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-run-'));
  process.env.HASHTILT_RUN = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
