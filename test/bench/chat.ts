import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { connectStore } from '../../lib/store/store.ts';
import { hasJava, startDynamoLocal } from '../support/dynamo-local.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import { median, type Row } from './row.ts';

const TABLE = 'bench';
const ROUNDS = 40;
const COMMANDS = [
  '/today',
  '/pools',
  '/pool ant',
  '/country china',
  '/countries',
  '/warnings',
  '/whatif 30% us',
];
/** Reads a ledger day for each day that it shows, which the others do not. */
const HISTORY = '/history foundry 90d';

/** Measures warm text commands, rendered for both services, against Amazon's DynamoDB Local where Java is. */
export async function benchChat(): Promise<readonly Row[]> {
  if (!hasJava()) return [];
  const dynamo = await startDynamoLocal();
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const config = { endpoint: dynamo.endpoint, region: 'local', credentials };
  await ensureTable(TABLE, config);
  const store = connectStore(TABLE, config);
  try {
    const { figures, ledger } = recordedFigures();
    await store.ledger.saveDays(ledger);
    await store.figures.saveFigures(figures);
    const core = createCommandCore({ ...store, knowledge: 'then' });
    let at = 1_777_000_000;
    const timed = async (text: string) => {
      // Each in a minute of its own: nobody is told to wait.
      at += 60;
      const start = performance.now();
      const chat = { vendor: 'telegram', address: '1' } as const;
      const said = { kind: 'text', text } as const;
      const { message } = await core.answer({ chat, kind: 'private', topic: null, isAdmin: true, at, said });
      renderMessage(message);
      return performance.now() - start;
    };
    const rounds = async (texts: readonly string[]) => {
      const measured: number[] = [];
      for (let round = 0; round < ROUNDS; round++) for (const text of texts) measured.push(await timed(text));
      // The first half warms up.
      return median(measured.slice(measured.length / 2));
    };
    return [
      row('a warm text command from the newest figures, DynamoDB Local', await rounds(COMMANDS)),
      row('a warm history of 90 days, DynamoDB Local', await rounds([HISTORY])),
    ];
  } finally {
    await store.close();
    await dynamo.close();
  }
}

function row(name: string, figure: number): Row {
  return { name, figure, unit: 'ms', bar: 30, better: 'less' };
}
