import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { paragraph, text } from '../../lib/messages/message.ts';
import { writeCsv } from '../../lib/site/open-data/csv.ts';
import { feedFiles } from '../../lib/site/open-data/feeds.ts';
import { digits, tableOf, writeParquet } from '../../lib/site/open-data/table.ts';
import { memoryPlace, publishTo, sourceOf } from '../support/site-places.ts';

const site = memoryPlace();
const files = (pattern: RegExp) => [...site.files.keys()].filter((path) => pattern.test(path));

beforeAll(async () => {
  const months = shippedLedger().filter(({ day }) => '2024-11-01' <= day && day <= '2025-03-01');
  await publishTo(site.place, sourceOf(months));
});

describe('open data', () => {
  it('publishes a schema for every document, and every file conforms to it', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const forms: readonly [string, RegExp][] = [
      ['latest', /^v1\/latest\.json$/],
      ['day', /^v1\/days\/[^/]+\.json$/],
      ['day-revision', /^v1\/days\/.+\/r\d+\.json$/],
      ['metadata', /\.metadata\.json$/],
    ];
    let checked = 0;
    for (const [name, pattern] of forms) {
      const validate = ajv.compile(JSON.parse(site.text(`v1/schemas/${name}.json`)));
      expect(validate({}), `${name} of nothing`).toBe(false);
      for (const path of files(pattern)) {
        validate(JSON.parse(site.text(path)));
        expect(validate.errors ?? [], path).toEqual([]);
        checked += 1;
      }
    }
    const others = files(/^v1\/schemas\/|\.feed\.json$/).length;
    expect(checked + others).toBe(files(/^v1\/.*\.json$/).length);
  });

  it('publishes each history as CSV and as Parquet with the same cells', async () => {
    for (const path of files(/\.parquet$/)) {
      const bytes = site.files.get(path)!;
      const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
      const [names = [], ...lines] = parseCsv(site.text(path.replace('.parquet', '.csv')));
      expect(rows.length, path).toBe(lines.length);
      expect(rows.length).toBeGreaterThan(100);
      const asText = rows.map((row) => names.map((name) => `${row[name] ?? ''}`));
      expect(asText, path).toEqual(lines);
    }
    expect(files(/\.parquet$/)).toEqual([
      'v1/history/blocks.parquet',
      'v1/history/shares.parquet',
      'v1/history/machines.parquet',
    ]);
  });

  it('describes every column, whose name ends in its unit', () => {
    for (const path of files(/\.metadata\.json$/)) {
      const { columns, rows, files: named } = JSON.parse(site.text(path));
      const [names, ...lines] = parseCsv(site.text(path.replace('.metadata.json', '.csv')));
      expect(names, path).toEqual(columns.map(({ name }: { name: string }) => name));
      expect(lines.length, path).toBe(rows);
      for (const { name, type, unit } of columns) {
        expect(unit === null, name).toBe(type === 'text');
        if (type === 'fraction') expect(name).toMatch(/_fraction$/);
        if (type === 'day') expect(name).toMatch(/_utc$/);
      }
      for (const file of named) expect(site.files.has(path.replace(/[^/]+$/, file)), file).toBe(true);
    }
  });

  it('counts 8 January 2025 as the ledger does: Foundry USA 55 of 125 blocks', () => {
    const day = JSON.parse(site.text('v1/days/2025-01-08.json'));
    expect(day.pools[0]).toEqual({ pool: 'foundryusa', blocks: 55 });
    expect(day.pools.reduce((sum: number, { blocks }: { blocks: number }) => sum + blocks, 0)).toBe(125);
    expect(day).toMatchObject({ blocks: 125, source: 'recorded', labelledBy: 'mempool.space' });
    expect(parseCsv(site.text('v1/history/blocks.csv'))).toContainEqual([
      '2025-01-08',
      '1',
      'recorded',
      'foundryusa',
      'Foundry USA',
      '55',
      '125',
    ]);
  });

  it('has feeds with unique entry ids, and a badge with a text alternative', () => {
    const feed = JSON.parse(site.text('v1/warnings.feed.json'));
    const ids = [...site.text('v1/warnings.atom').matchAll(/<id>(urn:uuid:[0-9a-f-]{36})<\/id>/g)].map(
      ([, id]) => id,
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(feed.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(1));
    expect(feed.items[0].url).toMatch(/^https:\/\/example\.org\/warnings\/\d{4}-\d\d-\d\d\.html$/);
    expect(JSON.parse(site.text('v1/digests.feed.json')).items).toHaveLength(30);
    expect(site.text('v1/badge.svg')).toContain('<title>Largest Bitcoin miner: Foundry USA (DCG) 3');
  });
});

describe('every feed', () => {
  const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

  it('has the elements that Atom (RFC 4287) requires of a feed and of each entry, once each', () => {
    const names = files(/\.atom$/);
    expect(names).toEqual(['v1/warnings.atom', 'v1/digests.atom']);
    for (const name of names) {
      const [head = '', ...entries] = site.text(name).split('<entry>');
      const all = (text: string, tag: string) =>
        [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, content]) => content!);
      expect(head).toMatch(
        /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">/,
      );
      expect(head).toContain(`<link rel="self" href="https://example.org/${name}"/>`);
      for (const tag of ['id', 'title', 'updated', 'author'])
        expect(all(head, tag), `${name} ${tag}`).toHaveLength(1);
      const times = entries.map((entry) => {
        for (const tag of ['id', 'updated', 'published'])
          expect(all(entry, tag), `${name} ${tag}`).toHaveLength(1);
        expect(entry.match(/<title/g), name).toHaveLength(1);
        expect(entry.match(/<content type="html">/g), name).toHaveLength(1);
        const [updated = ''] = all(entry, 'updated');
        const [published = ''] = all(entry, 'published');
        expect(updated).toMatch(TIME);
        expect(published).toMatch(TIME);
        expect(updated >= published).toBe(true);
        return updated;
      });
      expect(times.length).toBeGreaterThan(5);
      expect(all(head, 'updated')).toEqual([times.toSorted().at(-1)]);
    }
  });

  it('has the same entries as a valid JSON Feed', () => {
    for (const name of files(/\.feed\.json$/)) {
      const { version, title, items, ...feed } = JSON.parse(site.text(name));
      expect(version).toBe('https://jsonfeed.org/version/1');
      expect(feed).toMatchObject({
        home_page_url: 'https://example.org/',
        feed_url: `https://example.org/${name}`,
      });
      const atom = site.text(name.replace('.feed.json', '.atom'));
      expect(atom).toContain(`<title>${title}</title>`);
      expect(items).toHaveLength(atom.split('<entry>').length - 1);
      for (const { id, url, content_html, date_published, date_modified } of items) {
        expect(atom).toContain(`<id>${id}</id>`);
        expect(url).toMatch(/^https:\/\/example\.org\//);
        expect(content_html).toMatch(/^<div>/);
        for (const time of [date_published, date_modified]) expect(time).toMatch(TIME);
      }
    }
  });
});

describe('a feed', () => {
  const entry = (said: string) => ({
    day: parseDay('2025-01-08'),
    message: {
      id: 'warning-2025-01-08',
      title: 'T',
      severity: 'warning',
      sections: [paragraph(text(said))],
    } as const,
    path: 'warnings/2025-01-08.html',
  });
  const write = (said: string, day: string, before = {}) =>
    feedFiles([{ name: 'warnings', title: 'W', description: 'D', entries: [entry(said)] }], {
      url: 'https://example.org',
      day: parseDay(day),
      before,
    });

  it('updates a corrected entry under the same id, and no other', () => {
    const first = write('36 of 100', '2025-01-08');
    const same = write('36 of 100', '2025-01-20', first.state);
    expect(same.state).toEqual(first.state);
    const corrected = write('35 of 100', '2025-01-20', same.state);
    expect(corrected.state['warning-2025-01-08']!.updated).toBe('2025-01-21T00:00:00.000Z');
    const again = write('34 of 100', '2025-01-20', corrected.state);
    expect(again.state['warning-2025-01-08']!.updated).toBe('2025-01-21T00:00:01.000Z');
  });
});

describe('a table', () => {
  const text = (name: string) => ({ name, type: 'text', unit: null, description: '' }) as const;

  it('round-trips any name through CSV and Parquet, with none that a spreadsheet would evaluate', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
        async (names) => {
          const table = tableOf(
            [text('name'), text('other')],
            names.map((name) => [name, 'x']),
          );
          const lines = parseCsv(Buffer.from(writeCsv(table)).toString());
          expect(lines.slice(1)).toEqual(
            names.map((name) => [/^[=+\-@\t\r]/.test(name) ? `'${name}` : name, 'x']),
          );
          const rows = await parquetReadObjects({ file: new Uint8Array(writeParquet(table)).buffer });
          expect(rows.map(({ name }) => name)).toEqual(names.map((name) => name.toWellFormed()));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('prints every integer and fraction as JavaScript does, and nothing for a figure that is not known', () => {
    const column = (type: 'integer' | 'fraction') => ({ name: type, type, unit: null, description: '' });
    const row = fc.tuple(
      fc.option(fc.oneof(fc.nat(), fc.constantFrom(9, 10, 2 ** 31 - 1))),
      fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1, 1e-6, 0.5))),
    );
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const rounded = rows.map(([integer, fraction]) => [integer, fraction && digits(fraction)]);
        const csv = writeCsv(tableOf([column('integer'), column('fraction')], rounded));
        expect(parseCsv(Buffer.from(csv).toString()).slice(1)).toEqual(
          rounded.map((cells) => cells.map((cell) => (cell === null ? '' : `${cell}`))),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** Parses CSV by RFC 4180, independently of the code under test. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < csv.length; at++) {
    const letter = csv[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (csv[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') [row, cell] = [[...row, cell], ''];
    else if (letter === '\r' && csv[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at += 1;
    } else cell += letter;
  }
  return rows;
}
