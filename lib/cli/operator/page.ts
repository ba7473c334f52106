import { stackName } from '../../config/stack.ts';
import { notUsed, ok, type Seen, wrong } from './finding.ts';
import type { Operator } from './operator.ts';
import { done, type StepResult, skipped } from './steps.ts';

const TIMEOUT_MS = 10_000;

/** Has the page published again, since a new release may write it otherwise, and tells where it is. */
export async function publishPage({ account, settings }: Operator): Promise<StepResult> {
  const page = (await account.loadStack(stackName(settings.stage)))?.page;
  if (page == null) return skipped('this stack has none');
  await account.askForPage(page.queue);
  const { address, host } = page;
  return done(isAt(address, host) ? address : `${address}; its name has to lead to ${host} (CNAME)`);
}

/** Whether the page is where the stack says. */
export async function examinePage({ account, settings }: Operator): Promise<Seen> {
  const page = (await account.loadStack(stackName(settings.stage)))?.page;
  if (page == null) return notUsed('this stack has none');
  const { address, host } = page;
  try {
    const { ok: isThere, status } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (isThere) return ok(address);
    return wrong(
      `${address} answers ${status}`,
      'see the log of publish-site; a first page comes with a closed day',
    );
  } catch {
    const way = isAt(address, host) ? 'see the log of publish-site' : `lead its name to ${host} (CNAME)`;
    return wrong(`${address} cannot be reached`, way);
  }
}

function isAt(address: string, host: string): boolean {
  return new URL(address).host === host;
}
