import { type ListenOptions, Server } from 'node:net';
import { startFauxqs } from 'fauxqs';

type Fauxqs = Awaited<ReturnType<typeof startFauxqs>>;

/** Starts fauxqs in this process on a free port of the loopback interface; it would listen on all interfaces. */
export async function startLocalFauxqs(defaultRegion: string): Promise<Fauxqs> {
  const { listen } = Server.prototype;
  // Other servers that start to listen meanwhile use the loopback interface anyway.
  Server.prototype.listen = function (this: Server, options: ListenOptions | number, ...rest: never[]) {
    const local = typeof options === 'object' ? { ...options, host: '127.0.0.1' } : options;
    return listen.call(this, local as ListenOptions, ...rest);
  } as typeof listen;
  try {
    return await startFauxqs({ port: 0, logger: false, defaultRegion });
  } finally {
    Server.prototype.listen = listen;
  }
}
