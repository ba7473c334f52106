import type { EmulatedClock } from './clock.ts';
import type { Run } from './environment.ts';
import type { FunctionSetup } from './function-setup.ts';
import { type Queues, queueOf } from './queues.ts';
import { idOfRole, type Template } from './template.ts';

type ScheduleProperties = { readonly Target: { readonly Arn: string; readonly RoleArn: string } };

type EventInvokeProperties = {
  readonly FunctionName: string;
  readonly MaximumRetryAttempts: number;
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination: string } };
};

/** How long Lambda waits before it retries a failed run ("Invoking a function asynchronously"). */
const PAUSES_SECONDS = [60, 120];

/** EventBridge Scheduler, with schedules that fire on demand. */
export type Schedules = {
  /** Fires a function's schedule: an asynchronous invocation, retried if it fails, then sent to the failure queue. */
  readonly fire: (name: string) => Promise<Run>;
};

export function schedulesOf(parts: {
  readonly template: Template;
  readonly functions: readonly FunctionSetup[];
  readonly queues: Queues;
  readonly clock: EmulatedClock;
  readonly invoke: (setup: FunctionSetup, event: unknown) => Promise<Run>;
  /** @throws Error if a role lacks a permission. */
  readonly requireAllowed: (role: string, action: string, resource: string) => Promise<void>;
}): Schedules {
  const { template, functions, queues, clock, invoke, requireAllowed } = parts;
  return {
    async fire(name) {
      const setup = functions.find((one) => one.name === name)!;
      const schedule = template
        .ofType<ScheduleProperties>('AWS::Scheduler::Schedule')
        .find(({ properties }) => properties.Target.Arn === setup.arn);
      if (schedule === undefined) throw new Error(`${name} has no schedule`);
      await requireAllowed(idOfRole(schedule.properties.Target.RoleArn), 'lambda:InvokeFunction', setup.arn);
      const { MaximumRetryAttempts, DestinationConfig } = template
        .ofType<EventInvokeProperties>('AWS::Lambda::EventInvokeConfig')
        .find(({ properties }) => properties.FunctionName === name)!.properties;
      let run = await invoke(setup, {});
      for (const pause of PAUSES_SECONDS.slice(0, MaximumRetryAttempts)) {
        if (run.outcome.kind === 'answered') break;
        clock.set(clock.now() + pause);
        run = await invoke(setup, {});
      }
      if (run.outcome.kind !== 'answered') {
        const destination = DestinationConfig.OnFailure.Destination;
        await requireAllowed(setup.role, 'sqs:SendMessage', destination);
        queues.send(queueOf(destination), JSON.stringify({ function: name, ...run.outcome }));
      }
      return run;
    },
  };
}
