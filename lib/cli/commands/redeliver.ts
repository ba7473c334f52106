import type { Command } from '@commander-js/extra-typings';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { type Reopened, reopenDeliveries } from '../../delivery/reopen-deliveries.ts';
import { dayText } from '../../messages/format.ts';
import { sendingClock } from '../../world.ts';
import { evaluationSettings, openDeliveries } from '../delivery.ts';
import { command, dayOption } from '../options.ts';
import { print, printStatus } from '../output.ts';
import { printMissingBots, sendNews } from '../send.ts';
import { openServices } from '../services.ts';

/** `redeliver`: retries failed deliveries. */
export function addRedeliverCommand(program: Command): void {
  command(program, 'redeliver', 'retry what failed: given up, unknown outcomes, chats that were closed')
    .addOption(dayOption('a closed day'))
    .action(async ({ day: asked, json }) => {
      await using opened = await openDeliveries();
      const { settings, store, loaded } = opened;
      const day = asked ?? loaded.news.day;
      const { chats, deliveries, messages } = store;
      const services = openServices(settings, store.paces);
      const deps = { chats, deliveries, messages, services, now: sendingClock.now };
      const reopened: Reopened[] = [];
      for await (const one of reopenDeliveries(deps, day)) reopened.push(one);
      if (reopened.length > 0) printMissingBots(settings);
      if (!(await sendNews(settings, store, evaluationSettings(settings), printStatus))) process.exitCode = 1;
      print('redeliver', redeliverDocument(day, reopened), json, redeliverText);
    });
}

function redeliverDocument(day: UtcDay, reopened: readonly Reopened[]) {
  return {
    day,
    takenUp: reopened.map(({ chat, record, kind, reason }) => ({
      vendor: chat.vendor,
      chat: chat.address,
      message: record.key,
      outcome: kind,
      reason,
    })),
  };
}

function redeliverText({ day, takenUp }: ReturnType<typeof redeliverDocument>): string {
  if (takenUp.length === 0) return `Nothing failed on ${dayText(day)}.`;
  return takenUp
    .map(({ vendor, chat, message, outcome, reason }) => {
      const what = { found: 'had arrived after all', reopened: 'queued again', left: 'left alone' }[outcome];
      return `${vendor}  ${chat}  ${message}  ${what}${reason === null ? '' : `: ${reason}`}`;
    })
    .join('\n');
}
