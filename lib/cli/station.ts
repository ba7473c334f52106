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
import { exportOnceADay } from './chat-exports.ts';
import type { DailyOutcome } from './daily-process.ts';
import { evaluationSettings } from './delivery.ts';
import { LITTLE_MEMORY } from './little-memory.ts';
import { siteFolderOf } from './publish-site.ts';
import { type Job, type Part, repeating, type StationWorld } from './run-station.ts';
import { sendNews } from './send.ts';
import { servingPage } from './serve-page.ts';
import type { OpenedStore } from './world.ts';

const TEN_MINUTES = 600;
const HOUR = 3600;

const DAILY = join(import.meta.dirname, 'daily-process.ts');

/**
 * Everything that a station runs, in one place.
 *
 * @param first what to evaluate until the rules are read again, which each run does.
 */
export function stationParts(
  settings: Settings,
  store: OpenedStore,
  first: EvaluationSettings,
  world: StationWorld,
): readonly Part[] {
  const { log } = world;
  const evaluation = evaluationInForce(settings, first, log);
  const jobs: readonly Job[] = [
    {
      name: 'blocks',
      everySeconds: TEN_MINUTES,
      run: async () => {
        evaluation.readAgain();
        const { text, hasMore } = await runDailyBeside(store, evaluation.now());
        log(`blocks: ${text}`);
        // Looks at every chat, so that what was held for one goes out, too.
        await sendNews(settings, store, evaluation.now(), log);
        return hasMore ? 'again' : undefined;
      },
    },
    { name: 'upkeep', everySeconds: HOUR, run: () => keepUp(settings, store, log) },
  ];
  const { siteListen } = settings;
  const page = siteListen === null ? [] : [servingPage(siteFolderOf(settings), siteListen, log)];
  const repeated = jobs.map((job) => repeating(job, world));
  return [...repeated, ...page, ...botParts(settings, store, evaluation.now, log)];
}

/** The rules in force. While the rules file is wrong those of before stay, and its faults are told once, all of them. */
function evaluationInForce(settings: Settings, first: EvaluationSettings, log: (line: string) => void) {
  let current = first;
  let told = '';
  return {
    now: () => current,
    readAgain() {
      const faults = faultsOf(() => {
        current = evaluationSettings(settings);
      });
      const text = faults.map(({ where, what }) => `${where}: ${what}`).join('\n');
      if (text !== '' && text !== told) log(`rules: refused, those of before stay in force:\n${text}`);
      if (text === '' && told !== '') log('rules: the file is right again, and its rules are in force');
      told = text;
    },
  };
}

/** Runs the daily job in its own process. @throws Error with the reason where it failed or was ended. */
async function runDailyBeside(
  { serve }: OpenedStore,
  evaluation: EvaluationSettings,
): Promise<Extract<DailyOutcome, { kind: 'done' }>> {
  const child = fork(DAILY, { execArgv: [...LITTLE_MEMORY] });
  serve(child);
  child.send(evaluation);
  const outcome = await new Promise<DailyOutcome>((resolve) => {
    child.on('message', (message) => {
      if ('kind' in (message as object)) resolve(message as DailyOutcome);
    });
    child.once('error', ({ message }) => resolve({ kind: 'failed', text: message }));
    child.once('exit', () => resolve({ kind: 'failed', text: 'the daily job was ended' }));
  });
  if (outcome.kind === 'failed') throw new Error(outcome.text);
  return outcome;
}

/** Exports the chats of an embedded store, and takes out what has expired: once a day each, soon after midnight. */
async function keepUp(settings: Settings, store: OpenedStore, log: (line: string) => void): Promise<void> {
  if (settings.store.kind === 'embedded') {
    const exported = await exportOnceADay(store, `${settings.store.path}-chats`, now());
    if (exported !== undefined) log(`upkeep: ${exported.chats} chats exported to ${exported.file}`);
  }
  const removed = await store.tidy(now());
  if (removed !== undefined) log(`upkeep: ${removed} expired items deleted`);
}

/** The bots that the settings hold a token of. */
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

/** How the bot of each service answers until it is told to stop; null where nobody is answered. */
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
