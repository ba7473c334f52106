import * as z from 'zod/mini';

/** The kinds of block sources: the prefixes of their addresses. */
const SOURCE_KINDS = ['mempool', 'esplora', 'core'] as const;

/** The base address may hold a user and a password; `cookieFile`: the file that holds those of a node instead. */
export type SourceSetting = Readonly<NonNullable<ReturnType<typeof parseSource>>>;

const EXPECTED =
  'expected "off", or core:, mempool: or esplora: each with an http or https address, separated by commas';

/** A list such as `core:http://127.0.0.1:8332?cookie=/home/me/.bitcoin/.cookie,mempool:https://mempool.space`. */
export const sourcesSchema = z.pipe(
  z.string().check(
    z.refine((text) => parseSources(text) !== null, { error: EXPECTED }),
    z.refine((text) => !hasRepeats(parseSources(text) ?? []), {
      error: 'expected each source once: one named twice would be its own witness',
    }),
  ),
  z.transform((text) => parseSources(text)!),
);

function parseSources(text: string): readonly SourceSetting[] | null {
  if (text.trim() === 'off') return [];
  const sources = text.split(',').map((entry) => parseSource(entry.trim()));
  return sources.every((one) => one !== null) ? sources : null;
}

function parseSource(entry: string) {
  const kind = SOURCE_KINDS.find((known) => entry.startsWith(`${known}:`));
  const url = kind && URL.parse(entry.slice(kind.length + 1));
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const cookieFile = url.searchParams.get('cookie');
  if (cookieFile !== null && kind !== 'core') return null;
  url.searchParams.delete('cookie');
  // Nothing else behind the path would be asked for.
  if (url.search !== '' || url.hash !== '') return null;
  return { kind, address: url.href, cookieFile };
}

function hasRepeats(sources: readonly SourceSetting[]): boolean {
  const named = sources.map(({ kind, address }) => `${kind}:${address.replace(/\/+$/, '')}`);
  return new Set(named).size < named.length;
}

/** The list in the format of the variable. */
export function sourcesText(sources: readonly SourceSetting[]): string {
  return sources.map(({ kind, address }) => `${kind}:${address}`).join(',');
}
