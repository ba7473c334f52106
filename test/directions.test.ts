import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countFiles, findViolations } from './support/directions.ts';

const ROOT = join(import.meta.dirname, '..');
const planted: string[] = [];

/** A tree with one file in it. */
function plant(file: string, source: string): string {
  const root = mkdtempSync(join(tmpdir(), 'hashtilt-directions-'));
  planted.push(root);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
  return root;
}

afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true });
});

describe('the direction of imports', () => {
  it('holds in this project, of which the check reads every file', () => {
    expect(countFiles(ROOT)).toBeGreaterThan(90);
    expect(findViolations(ROOT)).toEqual([]);
  });

  it.each([
    ['a stage that imports a later one', 'lib/ledger/a.ts', "import { x } from '../shares/b.ts';"],
    ['a stage that imports app', 'lib/rules/a.ts', "import type { X } from '../app/b.ts';"],
    ['a stage that imports the store', 'lib/warnings/a.ts', "export { x } from '../store/b.ts';"],
    ['a pure stage that reads files', 'lib/pools/a.ts', "import { readFileSync } from 'node:fs';"],
    ['a stage that imports the AWS SDK', 'lib/chain/a.ts', "import { X } from '@aws-sdk/client-dynamodb';"],
    ['a stage that imports lazily', 'lib/shares/a.ts', "const x = await import('../messages/b.ts');"],
    ['an import over several lines', 'lib/ledger/a.ts', "import {\n  x,\n  y,\n} from '../rules/b.ts';"],
    [
      'the use cases that import an adapter of the store',
      'lib/app/a.ts',
      "import { x } from '../store/b.ts';",
    ],
    ['the use cases that read the clock', 'lib/app/a.ts', "import { now } from '../world.ts';"],
    [
      'the command line that imports what Lambdas share',
      'lib/cli/a.ts',
      "import { x } from '../lambda/b.ts';",
    ],
    ['anything that imports a Lambda', 'lib/cli/a.ts', "import { handler } from '../../functions/b.ts';"],
    ['infrastructure that imports a stage', 'infra/a.ts', "import { x } from '../lib/rules/b.ts';"],
    [
      'a test peer that imports the program',
      'test/support/x-peer.ts',
      "import { x } from '../../lib/rules/b.ts';",
    ],
    [
      'a part of a test peer that imports the program',
      'test/support/x-peer/part.ts',
      "import { x } from '../../../lib/rules/b.ts';",
    ],
    [
      'what test peers share and imports the program',
      'test/support/peer/part.ts',
      "import { x } from '../../../lib/rules/b.ts';",
    ],
  ])('refuses %s', (_name, file, source) => {
    expect(findViolations(plant(file, source))).toMatchObject([{ file }]);
  });

  it.each([
    ['a stage that imports an earlier one', 'lib/shares/a.ts', "import { x } from '../ledger/b.ts';"],
    ['the use cases that import a stage', 'lib/app/a.ts', "import { x } from '../rules/b.ts';"],
    ['an adapter of a service', 'lib/channels/a.ts', "import { once } from 'node:events';"],
  ])('allows %s', (_name, file, source) => {
    expect(findViolations(plant(file, source))).toEqual([]);
  });
});
