import { Command, CommanderError } from '@commander-js/extra-typings';
import { InputError } from '../errors.ts';
import { addAttributeCommand } from './commands/attribute.ts';
import { addBackfillCommand } from './commands/backfill.ts';
import { addBacktestCommand } from './commands/backtest.ts';
import { addChartCommand } from './commands/chart.ts';
import { addDailyCommand } from './commands/daily.ts';
import { addDayCommand } from './commands/day.ts';
import { addDeliveriesCommand } from './commands/deliveries.ts';
import { addDeployCommand } from './commands/deploy.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addFarmsCommand } from './commands/farms.ts';
import { addPlacesCommands } from './commands/places.ts';
import { addRedeliverCommand } from './commands/redeliver.ts';
import { addRegistryCommand } from './commands/registry.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRiskCommand } from './commands/risk.ts';
import { addSetupCommand } from './commands/setup.ts';
import { addSharesCommand } from './commands/shares.ts';
import { addStationCommand } from './commands/station.ts';
import { addTeardownCommand } from './commands/teardown.ts';
import { addWhatIfCommand } from './commands/whatif.ts';
import { tell } from './output.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

const program = new Command('hashtilt')
  .description("Watches how Bitcoin's hash rate tilts towards one pool, one owner, one country.")
  .showHelpAfterError('(--help shows how)')
  .exitOverride();

for (const add of [
  addDailyCommand,
  addDayCommand,
  addSharesCommand,
  addPlacesCommands,
  addReplayCommand,
  addRiskCommand,
  addWhatIfCommand,
  addFarmsCommand,
  addAttributeCommand,
  addDeliveriesCommand,
  addRedeliverCommand,
  addRegistryCommand,
  addBackfillCommand,
  addBacktestCommand,
  addChartCommand,
  addStationCommand,
  addDeployCommand,
  addSetupCommand,
  addDoctorCommand,
  addTeardownCommand,
]) {
  add(program as Command);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Tells a fault in words and gives the exit code; a fault nobody foresaw is shown whole. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
  if (error instanceof InputError) {
    tell(error.message);
    return error.usage ? WRONG_USAGE : FAILED;
  }
  if (error instanceof Error && 'retryable' in error) {
    tell(`${error.message}${error.retryable === true ? ' (a later run may succeed)' : ''}`);
    return FAILED;
  }
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return FAILED;
}
