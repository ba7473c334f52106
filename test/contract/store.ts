import { chatsContract } from './store/chats.ts';
import { deliveriesContract } from './store/deliveries.ts';
import { faultsContract } from './store/faults.ts';
import { ledgerContract } from './store/ledger.ts';
import { newerItemsContract } from './store/newer-items.ts';
import { olderItemsContract } from './store/older-items.ts';
import { type RunningDynamo, storeWorld } from './store/store-world.ts';
import { warningsContract } from './store/warnings.ts';

/** The contract of every storage implementation. Each test has its own table. */
export function storeContract(start: () => Promise<RunningDynamo>): void {
  const world = storeWorld(start);
  ledgerContract(world);
  warningsContract(world);
  deliveriesContract(world);
  chatsContract(world);
  newerItemsContract(world);
  olderItemsContract(world);
  faultsContract(world);
}
