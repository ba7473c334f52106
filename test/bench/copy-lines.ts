/** The least work of `attribute`, as a process: reads a file of JSON lines, parses each and writes it back. */
import { createReadStream } from 'node:fs';

let rest = '';
for await (const chunk of createReadStream(process.argv[2]!, 'utf8') as AsyncIterable<string>) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop()!;
  const copied = lines.map((line) => `${JSON.stringify(JSON.parse(line))}\n`).join('');
  if (!process.stdout.write(copied)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
