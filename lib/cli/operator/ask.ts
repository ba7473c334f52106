import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks the operator at the terminal without echoing the answer, which also keeps it out of the shell's history and the
 * process list. @returns null if the answer is empty or there is no terminal.
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

/** Asks the operator at the terminal. @returns null if the answer is empty or there is no terminal. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question}: `)).trim() || null;
  } finally {
    terminal.close();
  }
}
