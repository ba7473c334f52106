import { describe, expect, test } from 'vitest';
import { parseRegistry, registry } from '../../../lib/core/pools/registry.ts';
import { diffRegistry } from '../../../lib/core/pools/registry-diff.ts';
import { renderRegistryDiff } from '../../../lib/core/pools/registry-diff-text.ts';

const ours = parseRegistry(
  {
    version: '2026-02-24.1',
    sources: [],
    pools: [
      { id: 'alpha', name: 'Alpha', tags: ['/alpha/'], addresses: ['1A', '1AA'] },
      { id: 'beta', name: 'Beta', tags: ['/beta/', '/shared/'], addresses: ['1B'] },
      { id: 'gone', name: 'Gone', tags: ['/gone/'], addresses: [] },
      { id: 'old', name: 'Old', formerNames: ['Older'], tags: ['/old/'], addresses: [] },
      { id: 'own', name: 'Own', tags: ['/own/'], addresses: [], source: 'https://example.com' },
    ],
  },
  'ours',
);

const theirs = [
  { id: 1, name: 'ALPHA', tags: ['/alpha/', '/alpha/2', '/new/', '/shared/'], addresses: ['1A'], link: '' },
  { id: 2, name: 'Beta', tags: ['/BETA/', '/twice/'], addresses: ['1B'], link: '' },
  { id: 3, name: 'Renewed', tags: ['/old/', '/twice/'], addresses: [], link: '' },
  { id: 4, name: 'New Pool', tags: ['/newpool/'], addresses: ['1N'], link: '' },
];

describe('a newer upstream list against our registry', () => {
  test('shows what was added, removed, renamed, changed and moved, and what matters', () => {
    expect(diffRegistry(ours, theirs, 'new.json')).toEqual({
      registry: '2026-02-24.1',
      upstream: 'new.json',
      added: [{ id: 'newpool', name: 'New Pool', tags: ['/newpool/'], addresses: ['1N'] }],
      removed: [{ pool: 'gone', name: 'Gone' }],
      renamed: [
        { pool: 'alpha', from: 'Alpha', to: 'ALPHA' },
        { pool: 'old', from: 'Old', to: 'Renewed' },
      ],
      changed: [
        {
          pool: 'alpha',
          added: [
            { kind: 'tag', match: '/alpha/2', matters: false },
            { kind: 'tag', match: '/new/', matters: true },
          ],
          removed: [{ kind: 'address', match: '1AA', matters: true }],
        },
        { pool: 'beta', added: [{ kind: 'tag', match: '/twice/', matters: true }], removed: [] },
        { pool: 'old', added: [{ kind: 'tag', match: '/twice/', matters: true }], removed: [] },
      ],
      moved: [{ kind: 'tag', match: '/shared/', from: 'beta', to: 'alpha' }],
      conflicts: [{ kind: 'tag', match: '/twice/', pools: ['beta', 'old'] }],
    });
  });

  test('is rendered as one line per difference', () => {
    expect(renderRegistryDiff(diffRegistry(ours, theirs, 'new.json'))).toBe(`\
registry 2026-02-24.1 against new.json:
added    newpool: New Pool
removed  gone: Gone
renamed  alpha: Alpha is now ALPHA
renamed  old: Old is now Renewed
moved    tag /shared/ from beta to alpha
changed  alpha: + tag /alpha/2 (changes no attribution)
changed  alpha: + tag /new/
changed  alpha: - address 1AA
changed  beta: + tag /twice/
changed  old: + tag /twice/
conflict tag /twice/ is claimed by beta, old`);
  });

  test('is empty if the list agrees with the registry, even under old names and other spellings', () => {
    const same = registry.pools
      .filter(({ source }) => source === undefined)
      .map(({ name, formerNames, tags, addresses }) => ({ name: formerNames?.[0] ?? name, tags, addresses }));
    const spelled = [...same, { name: 'BitcoinIndia', tags: ['/BITCOIN-india/'], addresses: [] }];
    expect(renderRegistryDiff(diffRegistry(registry, spelled, 'list.json'))).toBe(
      `registry ${registry.version} against list.json: no difference`,
    );
  });

  test('is refused with every fault in the list', () => {
    const bad = [
      { name: '&', tags: [''], addresses: [] },
      { name: 'Pool', tags: 'x' },
    ];
    expect(() => diffRegistry(registry, bad, 'list.json')).toThrow(
      /\[0\]\.name: expected a name with a letter or digit\n.*\[0\]\.tags\[0\]: .*blank\n.*\[1\]\.tags: .*\n.*\[1\]\.addresses: /,
    );
    expect(() => diffRegistry(registry, {}, 'list.json')).toThrow('list.json: Invalid input: expected array');
  });
});
