import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClosedDay, Ledger } from '../../lib/core/ledger/ledger.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { once } from '../../lib/memo.ts';
import { drawChart } from '../../lib/messages/charts/draw.ts';
import { episodeChart } from '../../lib/messages/charts/episode-chart.ts';
import { textsOf } from '../../lib/messages/charts/svg.ts';
import { dayText } from '../../lib/messages/format.ts';
import { loadBefore, type SiteBefore } from '../../lib/site/before.ts';
import { MANIFEST, type Published, publishSite, type SitePlace } from '../../lib/site/publish.ts';
import { siteFiles } from '../../lib/site/site.ts';
import type { SiteFile } from '../../lib/site/site-file.ts';
import { memoryPlace, publishTo, sourceOf } from '../support/site-places.ts';

/** Six weeks with warnings in them. */
const SIX_WEEKS: Ledger = shippedLedger().filter(({ day }) => '2024-12-10' <= day && day <= '2025-01-20');
const source = sourceOf(SIX_WEEKS);

/** Published once, from nothing and a day after another publication; tests work on copies. */
const [fresh, eve] = [memoryPlace(), memoryPlace()];
let first: Published;
let nextDay: Published;
let later: typeof fresh;
const copyOf = ({ files }: typeof fresh, stopAt?: number) => memoryPlace(new Map(files), stopAt);

let before: SiteBefore;
let made: readonly SiteFile[];
/** The next day's files. They depend on the state in the place, which usually is the one they were made for. */
async function nextDayIn(place: SitePlace): Promise<readonly SiteFile[]> {
  const own = await loadBefore(place, source);
  return isDeepStrictEqual(own, before) ? made : [...siteFiles(source, own)];
}

beforeAll(async () => {
  first = await publishTo(fresh.place, source);
  await publishTo(eve.place, sourceOf(SIX_WEEKS.slice(0, -1)));
  before = await loadBefore(eve.place, source);
  made = [...siteFiles(source, before)].map(({ body, ...file }) => ({ ...file, body: once(body) }));
  later = copyOf(eve);
  nextDay = await publishSite(made, later.place);
});

describe('publishing a site', () => {
  it('changes nothing when nothing has changed', async () => {
    const { place, files } = copyOf(fresh);
    const second = await publishTo(place, source);
    expect(second).toEqual({ ...first, changed: [] });
    expect(differing(files, fresh.files)).toEqual([]);
  });

  it('gives the same bytes a day later as from nothing, and rewrites no earlier day', () => {
    expect(differing(later.files, fresh.files)).toEqual([]);
    expect(nextDay.changed.filter((path) => path.startsWith('v1/days/'))).toEqual([
      'v1/days/2025-01-20/r1.json',
      'v1/days/2025-01-20.json',
    ]);
  });

  it('keeps the old revision of a corrected day next to the new one', async () => {
    const { place, text } = copyOf(fresh);
    const first = text('v1/days/2024-12-20/r1.json');
    await publishTo(place, sourceOf(corrected('2024-12-20')));
    expect(text('v1/days/2024-12-20/r1.json')).toBe(first);
    expect(JSON.parse(text('v1/days/2024-12-20/r2.json'))).toMatchObject({ revision: 2 });
    expect(JSON.parse(text('v1/days/2024-12-20.json'))).toMatchObject({
      revision: 2,
      permanent: '2024-12-20/r2.json',
    });
  });

  it('never rewrites a revision: the same blocks, fetched after they were recorded, are none', async () => {
    const { place, text } = copyOf(fresh);
    const path = 'v1/days/2024-12-20/r1.json';
    const first = text(path);
    const live = SIX_WEEKS.map((entry) =>
      entry.day === '2024-12-20'
        ? { ...(entry as ClosedDay), source: 'live' as const, registry: '2026-01-01' }
        : entry,
    );
    const { changed } = await publishTo(place, sourceOf(live));
    expect(changed).toContain('v1/days/2024-12-20.json');
    expect(changed).not.toContain(path);
    expect(text(path)).toBe(first);
  });

  it('leaves only whole pages and no broken link if killed at any write, and the next run completes it', async () => {
    for (let stopAt = 1; stopAt <= nextDay.changed.length; stopAt += 5) {
      const killed = copyOf(eve, stopAt);
      await expect(publishSite(await nextDayIn(killed.place), killed.place)).rejects.toThrow('killed');
      for (const [path, body] of killed.files) {
        const is = (files: ReadonlyMap<string, Buffer>) => files.get(path)?.equals(body) ?? false;
        expect(is(eve.files) || is(later.files), path).toBe(true);
      }
      expect(brokenLinks(killed.files), `killed at write ${stopAt}`).toEqual([]);
      const next = memoryPlace(killed.files);
      await publishSite(await nextDayIn(next.place), next.place);
      expect(differing(next.files, later.files)).toEqual([]);
    }
  });

  it('marks the place as a site first, so that a killed first publication can be continued', async () => {
    const { files, place } = memoryPlace(new Map(), 40);
    await expect(publishTo(place, source)).rejects.toThrow('killed');
    expect(files.has(MANIFEST)).toBe(true);
  });

  it('removes the page of a warning that no longer exists, but no permanent file', async () => {
    const { place, files } = copyOf(fresh);
    const { input } = source;
    const day = input.transitions.find(({ severity }) => severity === 'warning')!.day;
    expect(files.has(`warnings/${day}.html`)).toBe(true);
    const { changed } = await publishTo(place, { ...source, input: { ...input, transitions: [] } });
    expect(changed).toContain(`warnings/${day}.html`);
    expect(files.has(`warnings/${day}.html`)).toBe(false);
    expect(files.has('v1/days/2024-12-20/r1.json')).toBe(true);
    expect(brokenLinks(files)).toEqual([]);
  });

  it('keeps the page of a retracted warning, and reports the retraction there and as an update in the feed', async () => {
    const { place, text } = copyOf(fresh);
    const fired = source.input.transitions.find(({ severity }) => severity === 'warning')!;
    const entry = entryOf(text('v1/warnings.atom'), fired.day);
    await publishTo(place, {
      ...source,
      input: {
        ...source.input,
        transitions: source.input.transitions.filter(({ day }) => day !== fired.day),
      },
      retracted: source.input.transitions.filter(({ day }) => day === fired.day),
    });
    expect(text(`warnings/${fired.day}.html`)).toContain('<h1>Retracted: ');
    const updated = entryOf(text('v1/warnings.atom'), fired.day);
    expect(updated.id).toBe(entry.id);
    expect(updated.title).toMatch(/^Retracted: /);
    expect(updated.updated > entry.updated).toBe(true);
    expect(updated.published).toBe(entry.published);
  });

  it('shows on the page of a warning the chart that chats got, with the same texts', () => {
    const { text } = fresh;
    const fired = source.input.transitions.find(({ severity }) => severity === 'warning')!;
    const sent = drawChart(episodeChart(SIX_WEEKS, fired, 'then')!, 'light');
    const [shown = ''] = /<figure>.*?<\/figure>/s.exec(text(`warnings/${fired.day}.html`)) ?? [];
    expect(textsOf(shown)).toEqual(textsOf(sent.svg));
    expect(textsOf(shown)).toContain(`Hashtilt, ${dayText(fired.day)}`);
  });

  it('loads its one script only on pages with charts over time', () => {
    const { files, text } = fresh;
    const loads = [...files.keys()].filter((path) => path.endsWith('.html') && /<script/.test(text(path)));
    expect(loads).toEqual(
      [...files.keys()].filter((path) =>
        /^((owners|pools|countries|warnings)\/.*|owners|pools)\.html$/.test(path),
      ),
    );
    for (const path of loads)
      expect(text(path).match(/<script.*?<\/script>/gs), path).toEqual([
        `<script src="${path.includes('/') ? '../' : ''}charts.js" defer></script>`,
      ]);
  });

  it('says of the highest share of a country whether it is counted or modelled, and no modelled one to a tenth', () => {
    const list = fresh.text('countries.html');
    const told = [...list.matchAll(/<span>highest ([^<]*)<\/span>/g)].map(([, text]) => text!);
    expect(told.length).toBeGreaterThan(5);
    for (const text of told)
      expect(text).toMatch(
        /^(?:[\d.]+% of operators \(counted\)|(?:about|under) \d+% of machines \(modelled\)), in the week to \d/,
      );
    expect(fresh.text('countries/US.html')).toMatch(
      /Highest weekly share: [\d.]+% of operators \(counted\), in/,
    );
  });

  it('has a page of each owner under its own name', () => {
    const links = [...fresh.text('owners.html').matchAll(/<a href="(owners\/[^"]+)">([^<]+)<\/a> <span>/g)];
    expect(links.length).toBeGreaterThan(10);
    for (const [, path, name] of links)
      expect(/<h1>([^<]*)<\/h1>/.exec(fresh.text(path!))?.[1]).toContain(name);
  });

  it('shows no table without rows', () => {
    for (const [path, body] of fresh.files)
      if (path.endsWith('.html')) expect(body.toString(), path).not.toContain('<tbody></tbody>');
  });

  it('has no broken links', () => {
    expect(brokenLinks(fresh.files)).toEqual([]);
  });

  it('has no feeds without a site URL, since feeds need absolute addresses', async () => {
    const { place, files } = memoryPlace();
    await publishTo(place, { ...source, url: null });
    expect([...files.keys()].filter((path) => /atom|feed/.test(path))).toEqual([]);
    expect(brokenLinks(files)).toEqual([]);
  });
});

/** The six weeks with one day recounted. */
function corrected(on: string): Ledger {
  return SIX_WEEKS.map((entry) => {
    if (entry.day !== on) return entry;
    const { count, ...day } = entry as ClosedDay;
    const [[pool, blocks] = ['unknown' as never, 0], ...others] = [...count.pools];
    const pools = new Map([[pool, blocks + 1], ...others]);
    return { ...day, revision: 2, count: { ...count, pools, blocks: count.blocks + 1 } };
  });
}

/** Paths whose content differs. */
function differing(a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): readonly string[] {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => !(a.get(path)?.equals(b.get(path) ?? Buffer.alloc(0)) ?? false));
}

/** Links within the site whose target is missing. */
function brokenLinks(files: ReadonlyMap<string, Buffer>): readonly string[] {
  return [...files].flatMap(([path, body]) => {
    if (!path.endsWith('.html')) return [];
    const links = [...body.toString().matchAll(/ (?:href|src)="([^"#]+)"/g)].map(([, to]) => to!);
    return links
      .filter((to) => !/^(https?|data):/.test(to))
      .map((to) => new URL(to, `file:///${path}`).pathname.slice(1))
      .filter((to) => !files.has(to))
      .map((to) => `${path} -> ${to}`);
  });
}

function entryOf(atom: string, day: string) {
  const entry = atom.split('<entry>').find((part) => part.includes(`/warnings/${day}.html`))!;
  const of = (name: string) =>
    new RegExp(`<${name}[^>]*>(?:<!\\[CDATA\\[)?([^<\\]]*)`).exec(entry)?.[1] ?? '';
  return { id: of('id'), title: of('title'), updated: of('updated'), published: of('published') };
}
