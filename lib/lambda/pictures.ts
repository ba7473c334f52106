import { pictureDrawer } from '../app/draw-picture.ts';
import { followChats } from '../app/follow-chats.ts';
import { keptDays } from '../app/kept-days.ts';
import type { ShowPictureDeps } from '../app/show-picture.ts';
import type { Painter } from '../charts/resvg.ts';
import { addDiscordPicture } from '../chat/discord/add-picture.ts';
import { discordRest } from '../chat/discord/call.ts';
import { addTelegramPicture } from '../chat/telegram/add-picture.ts';
import { callApi } from '../chat/telegram/call-api.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { connectStore } from '../store/store.ts';
import { clock } from '../world.ts';
import { report } from './chatting.ts';
import { groundOf } from './ground.ts';

/**
 * What draws pictures and shows them where replies wait for them.
 *
 * @param token of the Telegram bot; on Discord what waits brings a token of its own.
 */
export function showing(
  settings: FunctionSettings,
  token: string | null,
  openPainter: () => Promise<Painter>,
): ShowPictureDeps {
  const { table, telegramApi, discordApi } = settings;
  const store = connectStore(table, {});
  const shared = { chats: followChats(store), receipts: store.receipts, clock, report };
  const rest = discordRest(null, discordApi);
  return {
    ...shared,
    draw: pictureDrawer({ ...groundOf(settings), ledger: keptDays(store), openPainter }),
    showOnTelegram: async (place, picture) => {
      if (token === null) return report('a picture for Telegram, which has no bot');
      await addTelegramPicture({ ...shared, token, api: callApi(token, telegramApi) }, place, picture);
    },
    showOnDiscord: (place, picture) => addDiscordPicture(rest, place, picture),
  };
}
