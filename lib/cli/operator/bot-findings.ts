import { SERVICE_NAMES, VENDORS, type Vendor } from '../../chats/chat-key.ts';
import { tokenOf } from '../../config/secrets.ts';
import { SET_UPS } from '../../services/services.ts';
import { now } from '../../world.ts';
import { endpointOf } from './endpoint.ts';
import { type Look, notUsed, ok, type Seen, wrong } from './finding.ts';
import type { Operator } from './operator.ts';

/** Whether each service knows its bot. */
export function botLooks({ secrets, settings }: Operator): readonly Look[] {
  return eachSetUp((vendor, { introduce }) => ({
    what: `${SERVICE_NAMES[vendor]} bot`,
    at: async () => {
      const { [tokenOf(vendor)]: token = null } = await secrets.load([tokenOf(vendor)]);
      if (token === null) return notUsed('no token');
      return ok((await introduce({ token, api: settings.bots[vendor].api })).name);
    },
  }));
}

/** Whether each service brings what people say to its deployed bot. */
export function endpointLooks(operator: Operator): readonly Look[] {
  return eachSetUp((vendor, { endpoint }) => ({
    what: endpoint.name,
    at: async (): Promise<Seen> => {
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
  look: (vendor: Vendor, setUp: NonNullable<(typeof SET_UPS)[Vendor]>) => Look,
): readonly Look[] {
  return VENDORS.flatMap((vendor) => {
    const setUp = SET_UPS[vendor];
    return setUp === null ? [] : [look(vendor, setUp)];
  });
}
