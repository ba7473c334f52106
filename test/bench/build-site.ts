/**
 * Builds the site of the recorded days, except the last `--without`, into a folder, as a separate process.
 * Prints the time from the loaded days to the last file.
 */
import { parseArgs } from 'node:util';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { siteFolder } from '../../lib/store/site-folder.ts';
import { publishTo, sourceOf } from '../support/site-places.ts';

const { values } = parseArgs({ options: { out: { type: 'string' }, without: { type: 'string' } } });
const ledger = shippedLedger();
const source = sourceOf(ledger.slice(0, ledger.length - Number(values.without)));
const start = performance.now();
const { changed } = await publishTo(siteFolder(values.out!), source);
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, changed: changed.length }));
