import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { readTallies } from './specs/tally.ts';

/**
 * Ends every test run with one line that counts passed, failed and skipped tests. The line before it counts the
 * requests to the test peers that were validated against the published descriptions; an invalid one
 * counts as a failure.
 */
export default class ClosingLine implements Reporter {
  private readonly counts = { passed: 0, failed: 0, skipped: 0 };
  private readonly requests = mkdtempSync(join(tmpdir(), 'hashtilt-requests-'));

  onInit(): void {
    // Inherited by workers and by peers in separate processes.
    process.env.HASHTILT_REQUESTS = this.requests;
    process.once('exit', () => rmSync(this.requests, { recursive: true, force: true }));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      // A test that never ended has not passed.
      for (const state of states) this.counts[state === 'pending' ? 'failed' : state] += 1;
      // A file can fail outside its tests, in its imports or hooks.
      if (module.state() === 'failed' && !states.includes('failed')) this.counts.failed += 1;
    }
    this.counts.failed += errors.length;
    const requests = this.tellRequests();
    const { passed, failed, skipped } = this.counts;
    process.once('exit', () =>
      process.stdout.write(`${requests}${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }

  private tellRequests(): string {
    const { valid, notValidated, invalid } = readTallies(this.requests);
    // In watch mode each run counts from zero.
    rmSync(this.requests, { recursive: true });
    mkdirSync(this.requests);
    this.counts.failed += invalid.length;
    if (invalid.length > 0) process.exitCode = 1;
    if (valid + notValidated + invalid.length === 0) return '';
    const lines = invalid.map((fault) => `against the published description: ${fault}\n`);
    const open = notValidated === 0 ? '' : `, ${notValidated} not validated (HASHTILT_SPECS is not set)`;
    return `${lines.join('')}requests to the test peers: ${valid} valid, ${invalid.length} invalid${open}\n`;
  }
}
