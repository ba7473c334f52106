import { Duration } from 'aws-cdk-lib';
import { KILLED_RUNS } from '../lib/config/metrics.ts';
import type { Alarms } from './constructs/alarms.ts';
import type { DeadLetter } from './constructs/dead-letters.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { Webhooks } from './constructs/webhooks.ts';
import type { WorkQueue } from './constructs/work-queue.ts';

export type Watched = {
  readonly functions: readonly ServiceFunction[];
  readonly deadLetter: DeadLetter;
  readonly queues: ReadonlyMap<string, WorkQueue>;
  readonly webhooks: Webhooks | undefined;
};

const TEN_MINUTES = Duration.minutes(10);
const LONGEST_WAIT = Duration.hours(1);

/** Some are normal: Discord sends wrong signatures on purpose, and strangers probe addresses. */
const REFUSED_CALLS = 100;

/** Raises every alarm; RUNBOOK.md has a section for each. */
export function raiseAlarms(alarms: Alarms, watched: Watched): void {
  const { functions, deadLetter, queues, webhooks } = watched;
  alarms.whileAny({
    name: 'no-new-block',
    means: 'No block has been stored for three hours.',
    metric: alarms.ownMetric('NoNewBlock', 15),
  });
  alarms.whileAny({
    name: 'no-closed-day',
    means: 'No day has closed for thirty hours.',
    metric: alarms.ownMetric('NoClosedDay', 15),
  });
  alarms.whileAny({
    name: 'unknown-share',
    means:
      'Unknown miners found over 10% of the blocks of the last seven days, or a new one of them over 2%.',
    metric: alarms.ownMetric('UnknownShareHigh', 15),
  });
  alarms.whileAny({
    name: 'source-out',
    means: 'The source of blocks has not answered for half an hour.',
    metric: alarms.ownMetric('SourceOut', 10),
    periods: 3,
  });
  alarms.whileAny({
    name: 'source-disputed',
    means: 'The source sent blocks that fail a check; they were refused.',
    metric: alarms.ownMetric('SourceDisputed', 10),
  });
  alarms.whileAny({
    name: 'dead-letters',
    means:
      'A message that could not be handled, or the event of a run that failed, is in the dead-letter queue.',
    metric: deadLetter.queue.metricApproximateNumberOfMessagesVisible({ period: TEN_MINUTES }),
  });
  alarms.whileAny({
    name: 'delivery-pending',
    means: 'A chat has waited over an hour for a message.',
    metric: alarms.ownMetric('DeliveryPending', 10),
  });
  alarms.whileAny({
    name: 'chats-off',
    means:
      'At least 2% of the chats asked on a day were paused: they refused messages on three different days.',
    metric: alarms.ownMetric('ChatsOff', 60),
  });
  alarms.whileAny({
    name: 'sending-refused',
    means: 'Telegram or Discord accepts nothing from the bot, or unusually many chats refuse messages.',
    metric: alarms.ownMetric('SendingRefused', 60),
  });
  alarms.whileAny({
    name: 'killed-runs',
    means: 'Lambda killed a run: it timed out, or ran out of memory.',
    metric: alarms.logMetric(KILLED_RUNS, 10),
  });
  // Pending deliveries are noticed by this queue's own function, so the other alarms cannot see it stuck.
  const fanOut = queues.get('fan-out');
  if (fanOut !== undefined) {
    alarms.whileAbove(LONGEST_WAIT.toSeconds(), {
      name: 'fan-out-stuck',
      means: 'Shards of chats have waited over an hour to be processed.',
      metric: fanOut.queue.metricApproximateAgeOfOldestMessage({ period: TEN_MINUTES }),
    });
  }
  if (webhooks !== undefined) {
    alarms.whileAny({
      name: 'webhook-failures',
      means: 'Calls from Telegram or Discord get server errors.',
      metric: webhooks.api.metricServerError({ period: TEN_MINUTES, statistic: 'Sum' }),
      periods: 3,
    });
    alarms.whileAbove(REFUSED_CALLS, {
      name: 'webhook-refusals',
      means: `More than ${REFUSED_CALLS} calls to the webhooks were refused within ten minutes.`,
      metric: webhooks.api.metricClientError({ period: TEN_MINUTES, statistic: 'Sum' }),
    });
  }
  for (const { lambda, plan } of functions.filter(({ plan }) => plan.name === 'check-health')) {
    alarms.whileNone({
      name: 'silent',
      means: `${plan.name} has not run for an hour, so other alarms may not be raised.`,
      metric: lambda.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    });
  }
}
