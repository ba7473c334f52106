/** The parts of dynalite behind its web server: the engine, and a validation and an action file for each operation. */
declare module 'dynalite/db/index.js' {
  import type { ClassicLevel } from 'classic-level';

  export type Done = (error: unknown) => void;
  export type Level = Omit<ClassicLevel<string, unknown>, 'put' | 'del'> & {
    put(key: string, value: unknown, done: Done): void;
    del(key: string, done: Done): void;
  };
  export type Engine = { readonly db: Level };
  const engines: { create(options: { readonly path: string; readonly createTableMs: number }): Engine };
  export default engines;
}

declare module 'dynalite/validations/index.js' {
  import type { Engine } from 'dynalite/db/index.js';

  type Request = Record<string, unknown>;
  const validations: {
    checkTypes(request: unknown, types: unknown): Request;
    checkValidations(request: Request, types: unknown, custom: unknown, engine: Engine): void;
  };
  export default validations;
}
