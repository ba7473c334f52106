import type { Reporter, TestModule } from 'vitest/node';

/** Ends every test run with one line that counts what passed, failed and was skipped. */
export default class ClosingLine implements Reporter {
  private readonly counts = { passed: 0, failed: 0, skipped: 0 };

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      // A test that never came to an end has not passed.
      for (const state of states) this.counts[state === 'pending' ? 'failed' : state] += 1;
      // A file can fail before or around its tests, in its imports or its preparation.
      if (module.state() === 'failed' && !states.includes('failed')) this.counts.failed += 1;
    }
    this.counts.failed += errors.length;
    const { passed, failed, skipped } = this.counts;
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
