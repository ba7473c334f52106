import type { FunctionSettings } from '../config/function-environment.ts';
import { PUBLISHER, planOf } from '../config/functions.ts';
import { loadBefore } from '../site/before.ts';
import { publishSite } from '../site/publish.ts';
import { siteFiles } from '../site/site.ts';
import { loadSite } from '../site/source.ts';
import { dynamoLedgerStore } from '../store/dynamo-ledger-store.ts';
import { dynamoMessageStore } from '../store/dynamo-message-store.ts';
import { dynamoReceiptStore } from '../store/dynamo-receipt-store.ts';
import { dynamoWarningStore } from '../store/dynamo-warning-store.ts';
import { siteBucket } from '../store/site-bucket.ts';
import { connectTable } from '../store/table.ts';
import { now } from '../world.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { pageAsker } from './page-queue.ts';

/** One publisher at a time: an older one would write over what a newer one has written. */
const LEASE = 'publish-site';

/** Who finds somebody else publishing comes back after so long. */
const BUSY_SECONDS = 60;

/** Makes the publishing of the page: brings the bucket to what the last run of the daily job came to. */
export function sitePublisher(settings: FunctionSettings<typeof PUBLISHER>) {
  const table = connectTable(settings.table, {});
  const receipts = dynamoReceiptStore(table);
  const days = {
    ledger: dynamoLedgerStore(table),
    warnings: dynamoWarningStore(table),
    messages: dynamoMessageStore(table),
  };
  const bucket = siteBucket(settings.siteBucket, {});
  const ask = pageAsker(settings.queues[PUBLISHER]);
  const publish = async () => {
    const source = await loadSite({ ...evaluationSettings(settings), store: days });
    if (source === undefined) return { published: 'nothing yet' };
    const { files, bytes, changed } = await publishSite(
      siteFiles(source, await loadBefore(bucket, source)),
      bucket,
    );
    return { published: source.day, files, bytes, changed: changed.length };
  };
  return async () => {
    const receipt = await receipts.takeReceipt(LEASE, now(), planOf(PUBLISHER).timeoutSeconds);
    if (receipt.kind !== 'taken') {
      await ask(BUSY_SECONDS);
      return { published: 'by somebody else' };
    }
    try {
      return await publish();
    } finally {
      await receipts.returnReceipt(receipt.ticket, now());
    }
  };
}
