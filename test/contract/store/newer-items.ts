import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { newPace } from '../../../lib/delivery/pace-state.ts';
import { StoreError } from '../../../lib/store/store-error.ts';
import { failure } from '../../support/failure.ts';
import { chat, closedDay, DAY, figures, progress, record, transition, verified } from '../stored.ts';
import { MESSAGE, type StoreWorld } from './store-world.ts';

/** Items of a later release, which must be neither read nor replaced. */
export function newerItemsContract(world: StoreWorld): void {
  describe('an item written by a newer version', () => {
    /** One item of each kind, and how it is loaded. */
    const KINDS = [
      [
        'a day',
        () => world.store.ledger.saveDays([closedDay('2025-01-08')]),
        () => world.store.ledger.loadDays(),
      ],
      [
        'blocks',
        () => world.store.ledger.saveBlocks([verified(1)]),
        () => world.store.ledger.loadBlocks(0, 9),
      ],
      [
        'the newest blocks',
        () => world.store.ledger.saveBlocks([verified(1)]),
        () => world.store.ledger.loadNewestBlocks(1),
      ],
      [
        'the end of an epoch',
        () => world.store.ledger.saveEpochEnds([verified(1)]),
        () => world.store.ledger.loadEpochEnds(),
      ],
      [
        'progress',
        () => world.store.warnings.saveProgress(progress()),
        () => world.store.warnings.loadProgress(),
      ],
      [
        'transitions',
        () => world.store.warnings.saveTransitions(DAY, DAY, [transition(DAY, 'a')]),
        () => world.store.warnings.loadTransitions(DAY, DAY),
      ],
      [
        'what was retracted',
        () => world.store.warnings.saveRetracted([transition(DAY, 'a')]),
        () => world.store.warnings.loadRetracted(DAY, DAY),
      ],
      [
        'a message',
        () => world.store.messages.saveMessage(MESSAGE),
        () => world.store.messages.loadMessage(MESSAGE.id),
      ],
      [
        'the newest figures',
        () => world.store.figures.saveFigures(figures()),
        () => world.store.figures.loadFigures(),
      ],
      ['a chat', () => world.store.chats.saveChat(chat(1)), () => world.store.chats.loadChat(chat(1))],
      [
        'a count of commands',
        () => world.store.chats.countCommand(chat(1), 7, 'command'),
        () => world.store.chats.countCommand(chat(1), 7, 'command'),
      ],
      [
        'a count of the commands of a minute that is over',
        () => world.store.chats.countCommand(chat(1), 7, 'command'),
        () => world.store.chats.countCommand(chat(1), 8, 'command'),
      ],
      [
        'a due shard',
        () => world.store.deliveries.saveDue([{ at: 1, vendor: 'discord', shard: 7 }]),
        () => world.store.deliveries.loadDue(1_736_300_600),
      ],
      [
        'a pace',
        () => world.store.paces.savePace('telegram', newPace({ start: 30, least: 1, most: 1000 })),
        () => world.store.paces.loadPace('telegram'),
      ],
      [
        'a tally of chats',
        () => world.store.deliveries.addTally('telegram', DAY, { asked: 1, refused: 0, paused: 0 }),
        () => world.store.deliveries.loadTally('telegram', DAY),
      ],
      [
        'a receipt',
        () => world.store.receipts.takeReceipt('telegram 1', 1_750_000_000),
        () => world.store.receipts.takeReceipt('telegram 1', 1_750_000_000),
      ],
    ] as const;

    /** Raises the version of the table's item by one. */
    const raiseVersion = async () => {
      const { Items = [] } = await world.client.send(new ScanCommand({ TableName: world.table }));
      expect(Items).toHaveLength(1);
      for (const item of Items) await world.put({ ...item, v: item.v + 1 });
    };

    it.each(KINDS)('is refused with that reason: %s', async (_, save, load) => {
      await save();
      await load();
      await raiseVersion();
      const fault = await failure(Promise.resolve(load()));
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
    });

    it('is set aside with the reason if loaded with others: a delivery record, a chat', async () => {
      const reason = expect.stringMatching(/^stored item .* has a version above \d: a newer version/);
      await world.store.deliveries.saveRecord(chat(1), record('digest-1'), 2_000_000_000);
      await raiseVersion();
      expect(await world.store.deliveries.loadRecords([{ chat: chat(1), keys: ['digest-1'] }])).toEqual([
        { kind: 'damaged', reason },
      ]);
      await world.store.chats.eraseChat(chat(1));
      await world.store.chats.saveChat(chat(1));
      await raiseVersion();
      expect(await world.store.chats.loadChats('telegram', [chat(1).address])).toEqual({
        chats: [],
        damaged: [{ address: chat(1).address, reason }],
      });
    });

    it.each([
      ['the newest figures', () => world.store.figures.saveFigures(figures())],
      ['a message', () => world.store.messages.saveMessage(MESSAGE)],
      [
        'a tally of chats',
        () => world.store.deliveries.addTally('telegram', DAY, { asked: 1, refused: 0, paused: 0 }),
      ],
    ])('is never overwritten: %s', async (_, save) => {
      await save();
      await raiseVersion();
      const before = (await world.client.send(new ScanCommand({ TableName: world.table }))).Items;
      const fault = await failure(save());
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
      expect((await world.client.send(new ScanCommand({ TableName: world.table }))).Items).toEqual(before);
    });
  });
}
