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
import { pageRequester } from './page-queue.ts';

/** One publisher at a time: an older one could overwrite the files of a newer one. */
const LEASE = 'publish-site';

/** Delay before trying again while another publisher is running. */
const BUSY_SECONDS = 60;

/** Creates the job that publishes the page: it brings the bucket up to date with the last run of the daily job. */
export function sitePublisher(settings: FunctionSettings<typeof PUBLISHER>) {
  const table = connectTable(settings.table, {});
  const receipts = dynamoReceiptStore(table);
  const days = {
    ledger: dynamoLedgerStore(table),
    warnings: dynamoWarningStore(table),
    messages: dynamoMessageStore(table),
  };
  const bucket = siteBucket(settings.siteBucket, {});
  const requestPage = pageRequester(settings.queues[PUBLISHER]);
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
      await requestPage(BUSY_SECONDS);
      return { published: 'later: another publisher is running' };
    }
    try {
      return await publish();
    } finally {
      await receipts.returnReceipt(receipt.ticket, now());
    }
  };
}
