import { pictureDrawer } from '../bot/draw-picture.ts';
import type { ShowPictureDeps } from '../bot/picture-worker.ts';
import { followChats } from '../chats/follow-chats.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { cachedDays } from '../daily/cached-by-revision.ts';
import type { ChartRenderer } from '../messages/charts/resvg.ts';
import { picturePlacers } from '../services/services.ts';
import { dynamoChatStore } from '../store/dynamo-chat-store.ts';
import { dynamoDeliveryStore } from '../store/dynamo-delivery-store.ts';
import { dynamoLedgerStore } from '../store/dynamo-ledger-store.ts';
import { dynamoReceiptStore } from '../store/dynamo-receipt-store.ts';
import { dynamoWarningStore } from '../store/dynamo-warning-store.ts';
import { connectTable } from '../store/table.ts';
import { clock } from '../world.ts';
import { report } from './bot-dependencies.ts';
import { evaluationSettings } from './evaluation-settings.ts';

/**
 * What it takes to draw pictures for the replies that wait for them; on Discord, each interaction brings its own token.
 */
export function pictureDependencies(
  settings: FunctionSettings,
  token: string | null,
  openChartRenderer: () => Promise<ChartRenderer>,
): ShowPictureDeps {
  const table = connectTable(settings.table, {});
  const chats = followChats({ chats: dynamoChatStore(table), deliveries: dynamoDeliveryStore(table) });
  const days = { ledger: dynamoLedgerStore(table), warnings: dynamoWarningStore(table) };
  const shared = { chats, receipts: dynamoReceiptStore(table), clock, report };
  const { telegram, ...others } = settings.bots;
  return {
    ...shared,
    draw: pictureDrawer({ ...evaluationSettings(settings), ledger: cachedDays(days), openChartRenderer }),
    show: picturePlacers({ ...others, telegram: { ...telegram, token } }, shared),
  };
}
