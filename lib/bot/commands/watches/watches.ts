import type { LatestFigures } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { code } from '../../../messages/message.ts';
import { type Answer, list, plain, reply, words } from '../../answer.ts';
import { command } from '../../command.ts';
import { currentShareText, watchText } from './watch-text.ts';
import type { Watch } from './watching.ts';

export const watches = command({
  name: 'watches',
  description: 'The alarms of this chat',
  run: async ({ request }, deps) => {
    const [chat, figures] = await Promise.all([
      deps.chats.loadChat(request.chat),
      deps.figures.loadFigures(),
    ]);
    return watchesAnswer(chat?.watches ?? [], figures);
  },
});

function watchesAnswer(watches: readonly Watch[], figures: LatestFigures | undefined): Answer {
  if (watches.length === 0) return noWatchesAnswer();
  const current = (watch: Watch) => (figures === undefined ? '' : currentShareText(figures, watch));
  const items = watches.map(
    (watch) =>
      words`${code(watch.id)}: ${watchText(watch)}${watch.paused ? ' (paused)' : ''}.${current(watch)}`,
  );
  return reply(
    'watches',
    `Alarms of this chat: ${watches.length}`,
    [
      list(items),
      plain(
        '/unwatch NAME removes one, /unwatch NAME pause silences it, /unwatch NAME resume turns it back on.',
      ),
    ],
    watches.slice(0, 4).map(({ id, paused }) => [
      ...button(paused ? `Resume ${id}` : `Pause ${id}`, `unwatch ${id} ${paused ? 'resume' : 'pause'}`),
      // The button next to it has the name; with both, a phone would truncate each.
      ...button('Remove', `unwatch ${id}`),
    ]),
  );
}

export function noWatchesAnswer(): Answer {
  return reply(
    'watches',
    'This chat has no alarms',
    [plain(words`Set one, for example: ${code('/watch foundry 35%')}`)],
    [button('Any owner above 40%', 'watch anybody 40%')],
  );
}
