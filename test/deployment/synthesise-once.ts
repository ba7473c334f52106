import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { type Assembly, synthesiseAssembly } from './emulator/assembly.ts';
import { SETTINGS } from './emulator/settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly assembly: Assembly;
  }
}

/** Synthesises the stack once for all tests of a deployment: bundling takes most of the time. */
export default function setup(project: TestProject): () => void {
  const assembly = synthesiseAssembly(SETTINGS);
  project.provide('assembly', assembly);
  return () => rmSync(assembly.folder, { recursive: true });
}
