import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks the operator at the terminal. What is typed is not shown, and stays out of the shell's history and of the list
 * of processes. @returns null where nothing was typed, or nobody is there to ask.
 */
export async function askHidden(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(`${question} (not shown; empty to leave it as it is): `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await terminal.question('')).trim() || null;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/** Asks for a line that may be seen. Null where nothing was typed, or nobody is there to ask. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question}: `)).trim() || null;
  } finally {
    terminal.close();
  }
}
