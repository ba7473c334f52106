import { createRequire } from 'node:module';
import engines, { type Engine } from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import './embedded-files.ts';
import { findDamage } from './leveldb/find-damage.ts';
import { type KeyWrite, serialWriter } from './serial-writer.ts';
import { StoreError } from './store-error.ts';

/** An HTTP answer of DynamoDB: a status and JSON. */
export type Answer = { readonly status: number; readonly body: string };

/** Runs one operation, such as `GetItem`; `request` is JSON. */
export type Answerer = (operation: string, request: string) => Promise<Answer>;

export type OpenFiles = {
  /** @throws StoreError if the files cannot be read or written; after a failed write, always. */
  readonly answer: Answerer;
  /** Why every call fails; undefined while the store works. */
  readonly fault: () => StoreError | undefined;
  /** Drops deleted and replaced items from the files. */
  readonly compact: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Refusal = { readonly statusCode: number; readonly body: unknown };
type Work = (engine: Engine, request: object, done: (error: unknown, answer: unknown) => void) => void;
type Check = { readonly types: unknown; readonly custom: unknown };

/** The operations that the program and its tests use. */
const OPERATIONS = new Set([
  ...['CreateTable', 'DescribeTable', 'GetItem', 'BatchGetItem', 'Query', 'Scan'],
  ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
]);

const load = createRequire(import.meta.url);

/**
 * Opens the files of a store with dynalite's engine, without its web server: nothing listens, and a file error does not
 * kill the process. @throws StoreError if they are damaged, cannot be opened, or are open in another process.
 */
export async function openFiles(path: string): Promise<OpenFiles> {
  await refuseDamage(path);
  const engine = engines.create({ path, createTableMs: 0 });
  const { db } = engine;
  await db.open().catch((error: unknown) => {
    throw openingFault(path, error);
  });

  let fault: StoreError | undefined;
  const waiting = new Set<(error: StoreError) => void>();
  const running = new Set<Promise<void>>();
  const write = serialWriter(async (writes) => {
    await db.batch(writes.map(toOperation)).catch((error: Error) => {
      const what = `the store in ${path} cannot be written (${error.message})`;
      fault = new StoreError(what, { retryable: true, cause: error });
      for (const refuse of waiting) refuse(fault);
      throw fault;
    });
  });
  Object.assign(db, {
    // To hand a read to LevelDB's threads takes longer than nearly every read itself.
    get(key: string, done: (error: unknown, value?: unknown) => void) {
      try {
        setImmediate(done, null, db.getSync(key));
      } catch (error) {
        setImmediate(done, error);
      }
    },
    put: (key: string, value: unknown, done: (error: unknown) => void) => write({ key, value }, done),
    del: (key: string, done: (error: unknown) => void) => write({ key }, done),
  });

  return {
    async answer(name, text) {
      if (fault !== undefined) throw fault;
      const { work, check } = operationNamed(name);
      const answer = Promise.withResolvers<Answer>();
      const end = Promise.withResolvers<void>();
      const done = (error: unknown, given?: unknown) => {
        waiting.delete(answer.reject);
        running.delete(end.promise);
        end.resolve();
        if (!error) answer.resolve({ status: 200, body: JSON.stringify(given) });
        else if (isRefusal(error))
          answer.resolve({ status: error.statusCode, body: JSON.stringify(error.body) });
        else answer.reject(error instanceof StoreError ? error : readingFault(path, error));
      };
      waiting.add(answer.reject);
      running.add(end.promise);
      try {
        const request = validations.checkTypes(JSON.parse(text), check.types);
        validations.checkValidations(request, check.types, check.custom, engine);
        work(engine, request, done);
      } catch (error) {
        done(error);
      }
      return answer.promise;
    },
    fault: () => fault,
    compact: () => db.compactRange('', '\uffff'),
    async close() {
      fault ??= new StoreError(`the store in ${path} is closed`, { retryable: false });
      // If the database closes during an operation, dynalite throws where no one can catch it.
      await Promise.all(running);
      await db.close().catch((error: unknown) => {
        throw new StoreError(`the store in ${path} did not close`, { retryable: false, cause: error });
      });
    },
  };
}

function operationNamed(name: string): { readonly work: Work; readonly check: Check } {
  if (!OPERATIONS.has(name))
    throw new StoreError(`the embedded store does not support ${name}`, { retryable: false });
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  return { work: load(`dynalite/actions/${file}`), check: load(`dynalite/validations/${file}`) };
}

function toOperation({ key, value }: KeyWrite) {
  return value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value };
}

/** Whether an error is a refusal in DynamoDB's form, such as a failed condition. */
function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'statusCode' in error;
}

/** Must run before opening: LevelDB then silently drops whatever does not match its checksums. */
async function refuseDamage(path: string): Promise<void> {
  const damage = await findDamage(path);
  if (damage === undefined) return;
  const { file, offset } = damage;
  const what = `the store in ${path} is damaged: ${file} is not what was written from byte ${offset} on. It is left as it is. Move the folder away and start again; \`chats import\` restores its chats from their newest export`;
  throw new StoreError(what, { retryable: false });
}

function readingFault(path: string, cause: unknown): StoreError {
  const what = `the store in ${path} cannot be read (${(cause as Error).message})`;
  return new StoreError(what, { retryable: false, cause });
}

function openingFault(path: string, error: unknown): StoreError {
  const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
  const isOpenElsewhere = cause?.code === 'LEVEL_LOCKED';
  const why = isOpenElsewhere
    ? 'is in use by another run of the program'
    : `cannot be opened (${cause?.message})`;
  const retryable = isOpenElsewhere || cause?.code === 'LEVEL_IO_ERROR';
  return new StoreError(`the store in ${path} ${why}`, { retryable, cause: error });
}
