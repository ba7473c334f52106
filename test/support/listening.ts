import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The state of a TCP socket that listens, and the flag of a Unix socket that does (proc_net(5), the kernel's af_unix.c). */
const TCP_LISTEN = '0A';
const UNIX_LISTENS = 0x10000;

/**
 * The listening sockets of a process: TCP as the address in hexadecimal, as the kernel shows
 * it, and port; others as the path of their file. Empty for a process that ends meanwhile: its files are gone or
 * unreadable.
 */
export function listeningSockets(pid: number): readonly string[] {
  try {
    return socketsOf(pid);
  } catch (error) {
    if (/^(ENOENT|ESRCH|EINVAL)$/.test((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function socketsOf(pid: number): readonly string[] {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => inodeOf(`/proc/${pid}/fd/${fd}`)));
  const rows = (name: string) =>
    readFileSync(`/proc/${pid}/net/${name}`, 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim().split(/\s+/));
  const tcp = ['tcp', 'tcp6']
    .flatMap(rows)
    .filter(([, , , state, , , , , , inode]) => state === TCP_LISTEN && own.has(inode));
  const unix = rows('unix').filter(
    ([, , , flags = '0', , , inode]) => (Number.parseInt(flags, 16) & UNIX_LISTENS) !== 0 && own.has(inode),
  );
  return [
    ...tcp.map(([, address]) => String(address)),
    ...unix.map(([, , , , , , , path]) => path ?? 'nameless'),
  ];
}

/** The running child processes of a process. */
export function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function inodeOf(path: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1];
  } catch {
    // Closed meanwhile.
    return undefined;
  }
}
