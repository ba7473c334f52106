import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';
import { ClassicLevel, type OpenOptions } from 'classic-level';

/**
 * Limits of LevelDB's caches, in bytes and files; without them, memory grows with the chats (docs/delivery.md,
 * "Memory").
 */
const LITTLE_MEMORY = { cacheSize: 2 ** 20, writeBufferSize: 2 ** 20, maxOpenFiles: 100 };

const { open } = ClassicLevel.prototype;

/** Dynalite passes no options when it opens its files, so they are set here, for everything that opens files later. */
ClassicLevel.prototype.open = function (options?: OpenOptions) {
  return open.call(this, { ...LITTLE_MEMORY, ...options });
};

// Dynalite ends iterators by `return`, which these lack: each query would hold its snapshot, and with it memory and
// outdated files, until the process ends.
for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator])
  Object.assign(prototype, {
    return(this: AbstractKeyIterator<unknown, unknown>) {
      return this.close();
    },
  });

export { ClassicLevel };
