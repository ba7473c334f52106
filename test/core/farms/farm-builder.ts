/** A valid row of a farm table; a test states what differs. */
export const farm = {
  id: 'hill',
  name: 'The hill',
  operator: 'Hill Mining' as string | null,
  places: ['US-TX'],
  announced: {
    size: { unit: 'megawatts', amount: 100 } as object,
    on: '2020-01-31',
    source: 'https://example.org/hill',
    readOn: '2026-11-25',
    note: 'a hundred megawatts',
  },
  targets: [] as readonly object[],
  caveats: [] as readonly object[],
};

/** A target share by the end of 2021. */
export const target = {
  size: { unit: 'share', amount: 0.02, of: 'the network' } as object,
  by: '2021-12-31',
  announcedOn: '2020-01-31',
  source: 'https://example.org/hill',
  readOn: '2026-11-25',
  note: 'two percent',
  evidence: [] as readonly object[],
};

/** A published figure in the target's unit. */
export const published = (amount: number, on: string, publishedOn: string) => ({
  kind: 'published',
  amount,
  on,
  publishedOn,
  source: 'https://example.org/report',
  readOn: '2026-11-25',
  note: 'a report',
});

/** The farm's machines all mine in one pool. */
export const counted = (pool: string, publishedOn = '2021-05-05') => ({
  kind: 'counted',
  pool,
  publishedOn,
  source: 'https://example.org/pool',
  readOn: '2026-11-25',
  note: 'a pool of its own',
});

export const farmTable = (...farms: readonly object[]) => ({
  schema: 'hashtilt/farms@1',
  source: 'pages',
  farms,
});
