import { Command, CommanderError } from '@commander-js/extra-typings';
import packageDocument from '../../package.json' with { type: 'json' };
import { type Fault, InputError } from '../errors.ts';
import { printStatus } from './output.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

const places = async () => (await import('./commands/places.ts')).addPlacesCommands;

/** The commands, in the order that `--help` lists them, each with its loader. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  daily: async () => (await import('./commands/daily.ts')).addDailyCommand,
  day: async () => (await import('./commands/day.ts')).addDayCommand,
  shares: async () => (await import('./commands/shares.ts')).addSharesCommand,
  compare: async () => (await import('./commands/compare.ts')).addCompareCommand,
  signals: async () => (await import('./commands/signals.ts')).addSignalsCommand,
  countries: places,
  country: places,
  region: places,
  replay: async () => (await import('./commands/replay.ts')).addReplayCommand,
  risk: async () => (await import('./commands/risk.ts')).addRiskCommand,
  whatif: async () => (await import('./commands/whatif.ts')).addWhatIfCommand,
  farms: async () => (await import('./commands/farms.ts')).addFarmsCommand,
  disagreements: async () => (await import('./commands/disagreements.ts')).addDisagreementsCommand,
  unknown: async () => (await import('./commands/unknown.ts')).addUnknownCommand,
  attribute: async () => (await import('./commands/attribute.ts')).addAttributeCommand,
  deliveries: async () => (await import('./commands/deliveries.ts')).addDeliveriesCommand,
  redeliver: async () => (await import('./commands/redeliver.ts')).addRedeliverCommand,
  chats: async () => (await import('./commands/chats.ts')).addChatsCommand,
  registry: async () => (await import('./commands/registry.ts')).addRegistryCommand,
  backfill: async () => (await import('./commands/backfill.ts')).addBackfillCommand,
  backtest: async () => (await import('./commands/backtest.ts')).addBacktestCommand,
  chart: async () => (await import('./commands/chart.ts')).addChartCommand,
  publish: async () => (await import('./commands/publish.ts')).addPublishCommand,
  station: async () => (await import('./commands/station.ts')).addStationCommand,
  deploy: async () => (await import('./commands/deploy.ts')).addDeployCommand,
  setup: async () => (await import('./commands/setup.ts')).addSetupCommand,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
  teardown: async () => (await import('./commands/teardown.ts')).addTeardownCommand,
};

/**
 * Runs one command and prints any error. The command reads the environment and the working directory, and writes to the
 * standard streams.
 *
 * @param args what follows the program's name.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage.
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  const program = new Command('hashtilt')
    .description("Watches how Bitcoin's hash rate tilts towards one pool, one owner, one country.")
    .version(packageDocument.version)
    .showHelpAfterError('(see --help)')
    .configureOutput(isJson ? { writeErr: () => {} } : {})
    .exitOverride();
  const [first = '', ...others] = args;
  const name = first.toLowerCase();
  const isKnown = Object.hasOwn(COMMANDS, name);
  // Loads only the command that runs: loading all of them takes longer than most commands.
  const isVersion = name === '-v' || name === '--version';
  const names = isKnown ? [name] : isVersion ? [] : Object.keys(COMMANDS);
  for (const load of new Set(names.map((each) => COMMANDS[each]!))) (await load())(program as Command);
  try {
    if (!isKnown && /^(?!help$)[^-]/.test(name)) {
      const { unknownCommandText } = await import('./unknown-command.ts');
      program.error(`error: ${unknownCommandText(args, names)}`);
    }
    await program.parseAsync(isKnown ? [name, ...others] : args, { from: 'user' });
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    const { code, text, faults } = failureOf(error);
    if (code === DONE) return code;
    if (isJson) printStatus(JSON.stringify({ schema: 'hashtilt/error@1', code, faults }));
    // Commander has already printed its own errors.
    else if (!(error instanceof CommanderError)) printStatus(text);
    return code;
  }
}

type Failure = {
  readonly code: number;
  readonly text: string;
  readonly faults: readonly Fault[];
};

function failureOf(error: unknown): Failure {
  const failed = (text: string, where: string): Failure => ({
    code: FAILED,
    text,
    faults: [{ where, what: text }],
  });
  if (error instanceof CommanderError) {
    const text = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return { ...failed(text, 'usage'), code: error.exitCode === 0 ? DONE : WRONG_USAGE };
  }
  if (error instanceof InputError) {
    const { message, usage, faults } = error;
    return { code: usage ? WRONG_USAGE : FAILED, text: message, faults };
  }
  if (error instanceof Error && 'retryable' in error)
    return failed(
      `${error.message}${error.retryable === true ? ' (a later run may succeed)' : ''}`,
      error.name,
    );
  return failed(error instanceof Error ? (error.stack ?? error.message) : String(error), 'hashtilt');
}
