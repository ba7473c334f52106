import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Command } from '@commander-js/extra-typings';
import { createAttributor } from '../../core/pools/attribute.ts';
import { attributeDocument } from '../../core/pools/attribute-document.ts';
import { registry } from '../../core/pools/registry.ts';
import { attributeLines } from '../attribute-lines.ts';
import { byteOrderMark, fileError } from '../input.ts';
import { choiceOption } from '../options.ts';

/** `attribute [FILE]`: who mined each block, from its coinbase. */
export function addAttributeCommand(program: Command): void {
  program
    .command('attribute')
    .description('name who mined each block, by coinbase tag and payout address; writes JSON lines')
    .argument('[file]', 'input file; standard input by default')
    .addOption(
      choiceOption('--format', 'format of the input', ['lines', 'mempool', 'esplora', 'core']).default(
        'lines' as const,
      ),
    )
    .option('--json', 'JSON lines, which is the default', false)
    .action(async (file, { format }) => {
      const attribute = createAttributor(registry.pools);
      const where = file ?? 'standard input';
      const input = file === undefined ? process.stdin : createReadStream(file);
      try {
        if (format === 'lines') await attributeLines(attribute, input, process.stdout, where);
        else {
          const bytes = await buffer(input);
          const document = bytes.subarray(byteOrderMark(bytes, where)).toString('utf8');
          process.stdout.write(attributeDocument(attribute, format, document, where));
        }
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        throw ['ENOENT', 'EISDIR', 'EACCES'].includes(code) ? fileError(where, 'read', error) : error;
      }
    });
}
