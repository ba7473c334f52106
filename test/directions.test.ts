import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countFiles, findViolations } from './support/directions.ts';

const ROOT = join(import.meta.dirname, '..');
const planted: string[] = [];

/** A tree with some files in it. */
function plant(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'hashtilt-directions-'));
  planted.push(root);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }
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
    [
      'a part of the core that imports a later one',
      'lib/core/ledger/a.ts',
      "import { x } from '../shares/b.ts';",
    ],
    ['a file of the core that belongs to no part', 'lib/core/a.ts', "import { x } from './chain/b.ts';"],
    ['core that imports messages', 'lib/core/rules/a.ts', "import type { X } from '../../messages/b.ts';"],
    ['core that imports the store', 'lib/core/warnings/a.ts', "export { x } from '../../store/b.ts';"],
    ['core that reads files', 'lib/core/pools/a.ts', "import { readFileSync } from 'node:fs';"],
    ['core that reads the network', 'lib/core/chain/a.ts', "import { request } from 'node:https';"],
    ['messages that read files', 'lib/messages/a.ts', "import { readFileSync } from 'node:fs';"],
    ['messages that import the daily job', 'lib/messages/a.ts', "import { x } from '../daily/b.ts';"],
    ['the daily job that imports chats', 'lib/daily/a.ts', "import { x } from '../chats/b.ts';"],
    ['chats that import delivery', 'lib/chats/a.ts', "import { x } from '../delivery/b.ts';"],
    ['delivery that imports the bot', 'lib/delivery/a.ts', "import { x } from '../bot/b.ts';"],
    ['the bot that imports delivery', 'lib/bot/a.ts', "import { x } from '../delivery/b.ts';"],
    ['delivery that imports a service', 'lib/delivery/a.ts', "import { x } from '../services/b.ts';"],
    ['a service that imports the store', 'lib/services/a.ts', "import { x } from '../store/b.ts';"],
    ['the bot that imports the site', 'lib/bot/a.ts', "import { x } from '../site/b.ts';"],
    ['the site that imports the store', 'lib/site/a.ts', "import { x } from '../store/b.ts';"],
    ['the site that writes files', 'lib/site/a.ts', "import { writeFile } from 'node:fs/promises';"],
    ['the site that imports the AWS SDK', 'lib/site/a.ts', "import { X } from '@aws-sdk/client-s3';"],
    [
      'a source of blocks that imports a service',
      'lib/sources/a.ts',
      "import { x } from '../services/b.ts';",
    ],
    ['a service that imports the command line', 'lib/services/a.ts', "import { x } from '../cli/b.ts';"],
    ['a folder that is none of the house', 'lib/bot/a.ts', "import { x } from '../app/b.ts';"],
    ['an import that waits', 'lib/core/shares/a.ts', "const x = await import('../../messages/b.ts');"],
    ['an import over several lines', 'lib/core/ledger/a.ts', "import {\n  x,\n  y,\n} from '../rules/b.ts';"],
    ['core that imports the AWS SDK', 'lib/core/chain/a.ts', "import { X } from '@aws-sdk/client-dynamodb';"],
    ['messages that import grammY', 'lib/messages/a.ts', "import { Api } from 'grammy';"],
    [
      "messages that import a library of Discord's",
      'lib/messages/a.ts',
      "import { REST } from '@discordjs/rest';",
    ],
    ['delivery that imports the AWS SDK', 'lib/delivery/a.ts', "import { X } from '@aws-sdk/client-sqs';"],
    ['Discord that imports grammY', 'lib/services/discord/a.ts', "import { Api } from 'grammy/web';"],
    [
      "the command line that imports a library of Discord's",
      'lib/cli/a.ts',
      "import { WebSocketManager } from '@discordjs/ws';",
    ],
    ['a bot that opens the embedded store', 'lib/bot/a.ts', "import dynalite from 'dynalite';"],
    ['the daily job that reads the clock', 'lib/daily/a.ts', "import { now } from '../world.ts';"],
    ['delivery that reads settings', 'lib/delivery/a.ts', "import { x } from '../config/b.ts';"],
    ['settings that import the store', 'lib/config/a.ts', "import { x } from '../store/b.ts';"],
    ['errors that import anything of the house', 'lib/errors.ts', "import { x } from './core/chain/b.ts';"],
    [
      'the command line that imports what Lambdas share',
      'lib/cli/a.ts',
      "import { x } from '../lambda/b.ts';",
    ],
    ['anything that imports a Lambda', 'lib/cli/a.ts', "import { handler } from '../../functions/b.ts';"],
    ['a library that imports the stack', 'lib/cli/a.ts', "import { x } from '../../infra/b.ts';"],
    [
      'the stack that imports more than settings',
      'infra/a.ts',
      "import { x } from '../lib/core/rules/b.ts';",
    ],
    [
      'a test peer that imports the program',
      'test/support/x-peer.ts',
      "import { x } from '../../lib/core/rules/b.ts';",
    ],
    [
      'a part of a test peer that imports the program',
      'test/support/x-peer/part.ts',
      "import { x } from '../../../lib/core/rules/b.ts';",
    ],
    [
      'what test peers share and imports the program',
      'test/support/peer/part.ts',
      "import { x } from '../../../lib/core/rules/b.ts';",
    ],
  ])('refuses %s', (_name, file, source) => {
    expect(findViolations(plant({ [file]: source }))).toMatchObject([{ file }]);
  });

  it.each([
    [
      'two files of one folder',
      {
        'lib/delivery/a.ts': "import { x } from './b.ts';",
        'lib/delivery/b.ts': "import type { Y } from './a.ts';",
      },
    ],
    [
      'three files of the tests',
      {
        'test/support/a.ts': "import './b.ts';",
        'test/support/b.ts': "export { c } from './c.ts';",
        'test/support/c.ts': "import { a } from './a.ts';",
      },
    ],
  ])('refuses a circle of %s', (_name, files) => {
    expect(findViolations(plant(files))).toMatchObject([{ rule: 'no circles' }]);
  });

  it.each([
    [
      'a part of the core that imports an earlier one',
      'lib/core/shares/a.ts',
      "import { x } from '../ledger/b.ts';",
    ],
    ['the daily job that imports messages', 'lib/daily/a.ts', "import { x } from '../messages/b.ts';"],
    ['delivery that imports chats', 'lib/delivery/a.ts', "import { x } from '../chats/b.ts';"],
    [
      'what draws and reads its rasteriser',
      'lib/messages/charts/resvg.ts',
      "import { readFile } from 'node:fs/promises';",
    ],
    [
      'an adapter that imports its library',
      'lib/services/discord/a.ts',
      "import { REST } from '@discordjs/rest';",
    ],
    ['an entry that imports settings', 'lib/lambda/a.ts', "import { x } from '../config/b.ts';"],
  ])('allows %s', (_name, file, source) => {
    expect(findViolations(plant({ [file]: source }))).toEqual([]);
  });
});
