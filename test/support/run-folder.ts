import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that the processes of one test run share; `HASHTILT_RUN` names it. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-run-'));
  process.env.HASHTILT_RUN = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
