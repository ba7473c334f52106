import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../lib/bot/answer-command.ts';
import { composeReport } from '../../lib/daily/report.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { type Conversation, PRIVATE, startConversation } from '../support/conversation.ts';
import { recordedInput } from '../support/recorded.ts';
import { recordedFigures } from '../support/recorded-figures.ts';
import { memoryPlace, publishTo, sourceOf } from '../support/site-places.ts';

let talk: Conversation;
let answer: (text: string) => Promise<string>;
beforeAll(async () => {
  talk = await startConversation();
  const core = createCommandCore({ ...talk.store, knowledge: 'then', siteUrl: 'https://tilt.example/' });
  let at = 1_777_000_000;
  answer = async (text) => {
    at += 60;
    const reply = await core.answer({ ...PRIVATE, at, input: { kind: 'text', text } });
    return renderPlain(reply!.message);
  };
});
afterAll(() => talk.close());

describe('with a site URL', () => {
  it.each([
    ['/pools', 'pools.html'],
    ['/owners 30', 'owners.html'],
    ['/pool antpool', 'pools/antpool.html'],
    ['/pool dcg', 'owners/dcg.html'],
    ['/pool lubian', 'pools.html'],
    ['/countries', 'countries.html'],
    ['/country china', 'countries/CN.html'],
    ['/country iceland', 'countries.html'],
    ['/warnings', 'warnings.html'],
    ['foundry usa', 'pools/foundryusa.html'],
  ])('%s links to %s, which exists', async (text, path) => {
    expect(await answer(text)).toContain(`More on its page (https://tilt.example/${path})`);
    const { ledger } = recordedFigures();
    site ??= publishedPaths(ledger);
    expect(await site).toContain(path);
  });

  it('/data links to the data', async () => {
    expect(await answer('/data')).toBe(
      [
        'Open data',
        '',
        '• The page: today (https://tilt.example/), every file (https://tilt.example/data.html)',
        '• For machines: latest.json (https://tilt.example/v1/latest.json)',
        '• Blocks by day: CSV (https://tilt.example/v1/history/blocks.csv), Parquet (https://tilt.example/v1/history/blocks.parquet)',
        '• Shares by week: CSV (https://tilt.example/v1/history/shares.csv), Parquet (https://tilt.example/v1/history/shares.parquet)',
        '• Feed of warnings: Atom (https://tilt.example/v1/warnings.atom), JSON (https://tilt.example/v1/warnings.feed.json)',
        '',
        'The figures are free to use under CC BY 4.0: name Hashtilt and, for recorded days, mempool.space.',
      ].join('\n'),
    );
  });

  it('the digest links to the front page, and a warning to its own', () => {
    const input = { ...recordedInput(), siteUrl: 'https://tilt.example' };
    const { digest, warning } = composeReport(input, input.ledger.at(-1)!.day);
    expect(renderPlain(digest)).toMatch(/\n\nMore on its page \(https:\/\/tilt\.example\/\)$/);
    expect(renderPlain(warning!.message)).toContain(
      `\n\nMore on its page (https://tilt.example/warnings/${warning!.day}.html)\n\n`,
    );
  });
});

let site: Promise<readonly string[]> | undefined;

async function publishedPaths(ledger: Parameters<typeof sourceOf>[0]): Promise<readonly string[]> {
  const { place, files } = memoryPlace();
  await publishTo(place, sourceOf(ledger));
  return [...files.keys()];
}
