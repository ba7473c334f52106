import { type CheckResult, notUsed, ok, wrong } from './finding.ts';
import type { Operator } from './operator.ts';
import { done, type StepResult, skipped } from './steps.ts';

const TIMEOUT_MS = 10_000;

/** Requests a publication of the page, which a new release may render differently, and reports its address. */
export async function publishPage({ account }: Operator): Promise<StepResult> {
  const page = (await account.loadStack())?.page;
  if (page == null) return skipped('this stack has none');
  await account.requestPublication(page.queue);
  const { address, host } = page;
  return done(isAt(address, host) ? address : `${address}; point its name to ${host} (CNAME)`);
}

/** Checks that the page answers at the stack's address. */
export async function checkPage({ account }: Operator): Promise<CheckResult> {
  const page = (await account.loadStack())?.page;
  if (page == null) return notUsed('this stack has none');
  const { address, host } = page;
  try {
    const { ok: isThere, status } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (isThere) return ok(address);
    return wrong(
      `${address} answers ${status}`,
      'see the log of publish-site; the first page is published when a day closes',
    );
  } catch {
    const fix = isAt(address, host) ? 'see the log of publish-site' : `point its name to ${host} (CNAME)`;
    return wrong(`${address} cannot be reached`, fix);
  }
}

function isAt(address: string, host: string): boolean {
  return new URL(address).host === host;
}
