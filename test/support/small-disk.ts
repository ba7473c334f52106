import { spawnSync } from 'node:child_process';
import { temporaryFolder } from './run-cli.ts';

/** A separate file system in memory; `close` unmounts it. */
export type SmallDisk = {
  readonly path: string;
  readonly resize: (megabytes: number) => void;
  readonly close: () => void;
};

/** Mounts a file system of a few megabytes; undefined without permission. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = temporaryFolder();
  const options = `size=${megabytes}m`;
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder.path]).status === 0;
  if (!isMounted) {
    folder[Symbol.dispose]();
    return undefined;
  }
  return {
    path: folder.path,
    resize: (size) => {
      const { status, stderr } = spawnSync('mount', ['-o', `remount,size=${size}m`, folder.path]);
      if (status !== 0) throw new Error(String(stderr));
    },
    close: () => {
      spawnSync('umount', [folder.path]);
      folder[Symbol.dispose]();
    },
  };
}
