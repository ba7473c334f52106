/** `npm run bench:million [-- --recipients N]`: sends one message to a million chats; takes hours. */
import { parseArgs } from 'node:util';
import { MORE_MEMORY, sendTo } from './delivery.ts';

const { values } = parseArgs({ options: { recipients: { type: 'string', default: '1000000' } } });
const { sent, seconds, megabytes, ownMegabytes } = await sendTo(Number(values.recipients), MORE_MEMORY);
console.log(
  `${sent.toLocaleString('en-US')} messages in ${Math.round(seconds).toLocaleString('en-US')} s, ${Math.round(megabytes)} MB at most, ${Math.round(ownMegabytes)} MB without pages of files`,
);
