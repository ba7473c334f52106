import { SERVICE_NAMES, VENDORS, type Vendor } from '../../chats/chat-key.ts';
import { tokenOf } from '../../config/secrets.ts';
import { SET_UPS } from '../../services/services.ts';
import { now } from '../../world.ts';
import { endpointOf } from './endpoint.ts';
import { type Check, type CheckResult, notUsed, ok, wrong } from './finding.ts';
import type { Operator } from './operator.ts';

/** Checks that each service accepts its bot's token. */
export function botChecks({ secrets, settings }: Operator): readonly Check[] {
  return eachSetUp((vendor, { introduce }) => ({
    what: `${SERVICE_NAMES[vendor]} bot`,
    run: async () => {
      const { [tokenOf(vendor)]: token = null } = await secrets.load([tokenOf(vendor)]);
      if (token === null) return notUsed('no token');
      return ok((await introduce({ token, api: settings.bots[vendor].api })).name);
    },
  }));
}

/** Checks that each service sends what people write to the deployed bot. */
export function endpointChecks(operator: Operator): readonly Check[] {
  return eachSetUp((vendor, { endpoint }) => ({
    what: endpoint.name,
    run: async (): Promise<CheckResult> => {
      const found = await endpointOf(operator, vendor, null);
      if (found === 'no token') return notUsed('no token');
      if (found === 'no stack') return wrong('not deployed', 'npm run deploy');
      const fault = await endpoint.examine(found.bot, found.endpoint, now());
      if (fault === null) return ok(`${endpoint.brings} go to ${found.endpoint.url}`);
      return wrong(fault.what, fault.isFixable ? 'npm run setup' : `see ${found.endpoint.log}`);
    },
  }));
}

function eachSetUp(
  check: (vendor: Vendor, setUp: NonNullable<(typeof SET_UPS)[Vendor]>) => Check,
): readonly Check[] {
  return VENDORS.flatMap((vendor) => {
    const setUp = SET_UPS[vendor];
    return setUp === null ? [] : [check(vendor, setUp)];
  });
}
