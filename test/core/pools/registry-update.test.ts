import { describe, expect, it } from 'vitest';
import { registry } from '../../../lib/core/pools/registry.ts';
import { diffRegistry } from '../../../lib/core/pools/registry-diff.ts';
import { registryText, updateRegistry } from '../../../lib/core/pools/registry-update.ts';
import { InputError } from '../../../lib/errors.ts';

const own = {
  version: '2026-01-01.2',
  sources: [{ name: 'list', url: 'https://example.org/list', licence: 'MIT', note: 'all' }],
  pools: [
    { id: 'one', name: 'One', tags: ['/one/', '/old/'], addresses: ['1A'], note: 'kept' },
    { id: 'two', name: 'Two', tags: ['/two/'], addresses: [] },
  ],
} as unknown as typeof registry;

const updated = (...list: readonly object[]) =>
  updateRegistry(own, diffRegistry(own, list, 'list.json'), '2026-05-01');

describe('a registry updated from a newer list', () => {
  it('gains pools, tags, addresses and names, and keeps what is no longer in the list', () => {
    const { version, sources, pools } = updated(
      { name: 'One', tags: ['/one/', '/1/'], addresses: ['1A', '1B'] },
      { name: 'Second', tags: ['/two/'], addresses: [] },
      { name: 'Three', tags: ['/three/'], addresses: [] },
    );
    expect(version).toBe('2026-05-01.1');
    expect(sources[0]?.name).toBe('mempool/mining-pools, pools-v2.json of 2026-05-01');
    expect(pools).toEqual([
      { id: 'one', name: 'One', tags: ['/one/', '/old/', '/1/'], addresses: ['1A', '1B'], note: 'kept' },
      { id: 'two', name: 'Second', formerNames: ['Two'], tags: ['/two/'], addresses: [] },
      { id: 'three', name: 'Three', tags: ['/three/'], addresses: [] },
    ]);
  });

  it('leaves what moved between pools where it is, for a person to decide', () => {
    const { pools } = updated(
      { name: 'One', tags: ['/one/'], addresses: ['1A'] },
      { name: 'Two', tags: ['/two/', '/old/'], addresses: [] },
    );
    expect(pools.map(({ tags }) => tags)).toEqual([['/one/', '/old/'], ['/two/']]);
  });

  it('is refused if a new tag belongs to two pools', () => {
    const clash = () =>
      updated(
        { name: 'One', tags: ['/one/', '/new/'], addresses: ['1A'] },
        { name: 'Two', tags: ['/two/', '/new/'], addresses: [] },
      );
    expect(clash).toThrow(InputError);
  });

  it('is written as in its file, one pool per line', () => {
    expect(JSON.parse(registryText(registry))).toEqual(registry);
    expect(registryText(own).split('\n')).toHaveLength(11);
  });
});
