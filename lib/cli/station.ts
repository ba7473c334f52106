import { fork } from 'node:child_process';
import { join } from 'node:path';
import { createCommandCore } from '../bot/answer-command.ts';
import { pictureDrawer } from '../bot/draw-picture.ts';
import { createPictureWorker } from '../bot/picture-worker.ts';
import { SERVICE_NAMES, VENDORS, type Vendor } from '../chats/chat-key.ts';
import { followChats } from '../chats/follow-chats.ts';
import { BOTS } from '../config/bots.ts';
import type { Settings } from '../config/environment.ts';
import type { EvaluationSettings } from '../daily/run-daily.ts';
import { faultsOf } from '../errors.ts';
import { createChartRenderer } from '../messages/charts/resvg.ts';
import type { BotAccess } from '../services/access.ts';
import type { DiscordBotDeps } from '../services/discord/answer.ts';
import { connectDiscord } from '../services/discord/client.ts';
import { runGateway } from '../services/discord/gateway.ts';
import { registerDiscordCommands } from '../services/discord/set-up.ts';
import { picturePlacers } from '../services/services.ts';
import { type TelegramBotDeps, telegramBot } from '../services/telegram/bot.ts';
import { connectTelegram } from '../services/telegram/client.ts';
import { pollTelegram } from '../services/telegram/polling.ts';
import { setTelegramMenus } from '../services/telegram/set-up.ts';
import type { Store } from '../store/store.ts';
import { clock, now } from '../world.ts';
import { exportDaily } from './chat-exports.ts';
import type { DailyOutcome } from './daily-process.ts';
import { evaluationSettings } from './delivery.ts';
import { LOW_MEMORY_FLAGS } from './low-memory.ts';
import { siteFolderOf } from './publish-site.ts';
import { type Job, type Part, repeatingPart, type StationWorld } from './run-station.ts';
import { sendNews } from './send.ts';
import { pageServer } from './serve-page.ts';
import type { OpenedStore } from './world.ts';

const TEN_MINUTES = 600;
const HOUR = 3600;

const DAILY = join(import.meta.dirname, 'daily-process.ts');

/**
 * Returns everything that a station runs.
 *
 * @param first the evaluation settings to start with; each run reads the rules again.
 */
export function stationParts(
  settings: Settings,
  store: OpenedStore,
  first: EvaluationSettings,
  world: StationWorld,
): readonly Part[] {
  const { log } = world;
  const evaluation = reloadableEvaluation(settings, first, log);
  const jobs: readonly Job[] = [
    {
      name: 'blocks',
      everySeconds: TEN_MINUTES,
      run: async () => {
        evaluation.reload();
        const { text, hasMore } = await runDailyInChild(store, evaluation.current());
        log(`blocks: ${text}`);
        // Considers every chat, so that held messages go out, too.
        await sendNews(settings, store, evaluation.current(), log);
        return hasMore ? 'again' : undefined;
      },
    },
    { name: 'upkeep', everySeconds: HOUR, run: () => runUpkeep(settings, store, log) },
  ];
  const { siteListen } = settings;
  const page = siteListen === null ? [] : [pageServer(siteFolderOf(settings), siteListen, log)];
  const repeated = jobs.map((job) => repeatingPart(job, world));
  return [...repeated, ...page, ...botParts(settings, store, evaluation.current, log)];
}

/** The rules in force. While the rules file is invalid the previous rules stay, and its faults are logged once. */
function reloadableEvaluation(settings: Settings, first: EvaluationSettings, log: (line: string) => void) {
  let current = first;
  let logged = '';
  return {
    current: () => current,
    reload() {
      const faults = faultsOf(() => {
        current = evaluationSettings(settings);
      });
      const text = faults.map(({ where, what }) => `${where}: ${what}`).join('\n');
      if (text !== '' && text !== logged) log(`rules: refused, the previous rules stay in force:\n${text}`);
      if (text === '' && logged !== '') log('rules: the file is valid again, and its rules are in force');
      logged = text;
    },
  };
}

/** Runs the daily job in a child process. @throws Error with the reason if it failed or was killed. */
async function runDailyInChild(
  { serve }: OpenedStore,
  evaluation: EvaluationSettings,
): Promise<Extract<DailyOutcome, { kind: 'done' }>> {
  const child = fork(DAILY, { execArgv: [...LOW_MEMORY_FLAGS] });
  serve(child);
  child.send(evaluation);
  const outcome = await new Promise<DailyOutcome>((resolve) => {
    child.on('message', (message) => {
      if ('kind' in (message as object)) resolve(message as DailyOutcome);
    });
    child.on('error', ({ message }) => resolve({ kind: 'failed', text: message }));
    child.once('exit', () => resolve({ kind: 'failed', text: 'the daily job was killed' }));
  });
  if (outcome.kind === 'failed') throw new Error(outcome.text);
  return outcome;
}

/** Exports an embedded store's chats and deletes its expired items: each once a day, soon after midnight UTC. */
async function runUpkeep(settings: Settings, store: OpenedStore, log: (line: string) => void): Promise<void> {
  if (settings.store.kind === 'embedded') {
    const exported = await exportDaily(store, `${settings.store.path}-chats`, now());
    if (exported !== undefined) log(`upkeep: ${exported.chats} chats exported to ${exported.file}`);
  }
  const removed = await store.tidy(now());
  if (removed !== undefined) log(`upkeep: ${removed} expired items deleted`);
}

/** The bots whose tokens are set, and the worker that draws their pictures. */
function botParts(
  { bots, siteUrl }: Settings,
  store: Store,
  evaluation: () => EvaluationSettings,
  log: (line: string) => void,
): Part[] {
  const { knowledge } = evaluation();
  const shared = { chats: followChats(store), receipts: store.receipts, clock, report: log };
  const pictures = createPictureWorker({
    ...shared,
    draw: (picture) =>
      pictureDrawer({ ...evaluation(), ledger: store.ledger, openChartRenderer: createChartRenderer })(
        picture,
      ),
    show: picturePlacers(bots, shared),
  });
  const bot = { ...shared, core: createCommandCore({ ...store, knowledge, siteUrl }), pictures };
  const parts: Part[] = [{ name: 'pictures', run: (signal) => aborted(signal).then(pictures.done) }];
  for (const vendor of VENDORS) {
    const { token, api } = bots[vendor];
    const [name, run] = [SERVICE_NAMES[vendor], ANSWERING[vendor]];
    if (run === null) continue;
    if (token === null) log(`${name}: no bot, since ${BOTS[vendor].token.name} is not set`);
    else
      parts.push({
        name,
        run: (signal) => run(bot, { token, api }, signal, () => log(`${name}: the bot answers`)),
      });
  }
  return parts;
}

type Answering = (
  bot: Omit<TelegramBotDeps, 'token'> & DiscordBotDeps,
  access: BotAccess,
  signal: AbortSignal,
  started: () => void,
) => Promise<void>;

/** Runs each service's bot until aborted; null if the service only carries messages. */
const ANSWERING: Readonly<Record<Vendor, Answering | null>> = {
  async telegram(bot, { token, api }, signal, started) {
    await setTelegramMenus(connectTelegram({ token, apiRoot: api }));
    started();
    await pollTelegram(telegramBot({ ...bot, token, apiRoot: api }), { ...bot, signal });
  },
  async discord(bot, { token, api }, signal, started) {
    await registerDiscordCommands(connectDiscord(token, { api }));
    started();
    await runGateway(bot, { token, api, signal });
  },
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
