import type { LatestFigures } from '../../../daily/figures.ts';
import { code, text } from '../../../messages/message.ts';
import { type Answer, plain, press, say } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { standsText, watchText } from './watch-text.ts';
import type { Watch } from './watching.ts';

export const watches = {
  name: 'watches',
  description: 'The alarms of this chat',
  options: [],
  permission: 'anybody',
  example: '/watches',
  run: async ({ request }, deps) => {
    const [chat, figures] = await Promise.all([
      deps.chats.loadChat(request.chat),
      deps.figures.loadFigures(),
    ]);
    return watchesAnswer(chat?.watches ?? [], figures);
  },
} as const satisfies Command;

/** The alarms of the chat. */
function watchesAnswer(watches: readonly Watch[], figures: LatestFigures | undefined): Answer {
  if (watches.length === 0) return noWatchesAnswer();
  return {
    message: say('watches', `Alarms of this chat: ${watches.length}`, [
      {
        kind: 'list',
        items: watches.map((watch) => [
          code(watch.id),
          text(
            `: ${watchText(watch)}${watch.paused ? ' (paused)' : ''}.${figures === undefined ? '' : standsText(figures, watch)}`,
          ),
        ]),
      },
      plain('/unwatch and the name removes one; with "pause" or "resume" behind it, it is kept.'),
    ]),
    buttons: watches
      .slice(0, 4)
      .map(({ id, paused }) => [
        ...press(`Remove ${id}`, `unwatch ${id}`),
        ...press(paused ? `Resume ${id}` : `Pause ${id}`, `unwatch ${id} ${paused ? 'resume' : 'pause'}`),
      ]),
  };
}

export function noWatchesAnswer(): Answer {
  return {
    message: say('watches', 'No alarm is set in this chat', [
      { kind: 'paragraph', inlines: [text('Set one, for example: '), code('/watch foundry 35%')] },
    ]),
    buttons: [press('Any owner above 40 %', 'watch anybody 40%')],
  };
}
