import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';
import { ClassicLevel, type OpenOptions } from 'classic-level';

/**
 * What LevelDB may hold of the store, in bytes and open files. With its defaults that grows with the number of
 * chats (docs/delivery.md, "Memory").
 */
const LITTLE_MEMORY = { cacheSize: 2 ** 20, writeBufferSize: 2 ** 20, maxOpenFiles: 100 };

const { open } = ClassicLevel.prototype;

/** Dynalite opens its files without saying how, so it is said here, for all that open files after this. */
ClassicLevel.prototype.open = function (options?: OpenOptions) {
  return open.call(this, { ...LITTLE_MEMORY, ...options });
};

// Dynalite ends iterators by `return`, which these lack: every query would keep its view of the data, and with it
// memory and files that are long out of date, until the process ends.
for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator])
  Object.assign(prototype, {
    return(this: AbstractKeyIterator<unknown, unknown>) {
      return this.close();
    },
  });

export { ClassicLevel };
