/** The streams of `attribute` alone: JSON lines of coinbases from a file or stdin to their miners on stdout. */
import { createReadStream } from 'node:fs';
import { attributeLines } from '../../lib/cli/attribute-lines.ts';
import { createAttributor } from '../../lib/pools/attribute.ts';
import { registry } from '../../lib/pools/registry.ts';

const [file] = process.argv.slice(2);
const input = file === undefined ? process.stdin : createReadStream(file);
await attributeLines(createAttributor(registry.pools), input, process.stdout, file ?? 'stdin');
