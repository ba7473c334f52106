import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

describe('the answer to /warnings', () => {
  it('lists open warnings and recent changes', async () => {
    expect(await talk.ask('/warnings')).toMatchInlineSnapshot(`
      "2 notices are open on 21 Apr 2026 (recorded)

      Open until we are sure it is over
      • Notice: Foundry USA (DCG), above a quarter of Bitcoin mining, since 24 Mar 2025: 394 days
      • Notice: Pools on AntPool's templates, above a quarter of Bitcoin mining, known since 7 Apr 2025: 380 days

      Earlier changes
      • 28 Jun 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • 22 Jun 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 4 Jun 2025: Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining
      • 31 May 2025: Foundry USA (DCG) and AntPool together: above half of Bitcoin mining
      • 7 Apr 2025: Pools on AntPool's templates: now known to be above a quarter of Bitcoin mining (sources changed, not mining)
      • 24 Mar 2025: Foundry USA (DCG): above a quarter of Bitcoin mining

      Newest week: counted from 994 blocks · recorded, labelled by mempool.space · yesterday

      [Last warning > .warnings last] [Today > .today] [How we know > .method]"
    `);
  });

  it('repeats the last warning as it was sent', async () => {
    expect(await talk.ask('/warnings last')).toMatchInlineSnapshot(`
      "Foundry USA (DCG) and AntPool together: no longer above half of Bitcoin mining

      Foundry USA (DCG) and AntPool together mined 419 of 891 blocks in the 7 days to 28 Jun 2025: 47.0% (95% interval 43.8-50.3%). The chance that the true share is still above half is 3%. Sources disagree on whether AntPool is still Bitmain's.

      First warned of on 22 Jun 2025, 6 days earlier. Share in the 7 days before: 52.2%. Highest share meanwhile: 53.2%, on 22 Jun 2025.

      Counted by owner from 891 blocks · recorded, labelled by mempool.space.

      Something wrong? Tell whoever runs this channel.

      [All that is open > .warnings] [How we know > .method]"
    `);
  });

  it('says which figures are counted in a list of warnings with modelled ones', async () => {
    const { figures } = talk;
    const [first, ...others] = figures.episodes;
    const modelled = { ...first!, lens: 'country', subject: 'US', rule: 'country-warning' } as const;
    await talk.store.figures.saveFigures({ ...figures, episodes: [modelled, ...others] });
    const mixed = await talk.ask('/warnings');
    await talk.store.figures.saveFigures(figures);
    expect(mixed).toContain(
      'Newest week of pools, owners and their seats: counted from 994 blocks · recorded',
    );
    expect(await talk.ask('/warnings')).toContain('\n\nNewest week: counted from 994 blocks · recorded');
  });

  it('does not count missing days of an open warning', async () => {
    const { figures } = talk;
    const [first, ...others] = figures.episodes;
    await talk.store.figures.saveFigures({ ...figures, episodes: [{ ...first!, uncounted: 28 }, ...others] });
    const told = await talk.ask('/warnings');
    await talk.store.figures.saveFigures(figures);
    expect(told).toContain('since 24 Mar 2025: 366 of 394 days counted');
  });
});
