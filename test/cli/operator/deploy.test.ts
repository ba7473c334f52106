import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPage, publishPage } from '../../../lib/cli/operator/page.ts';
import { type OperatorWorld, startOperatorWorld } from '../../support/operator-world.ts';
import { startHttpPeer } from '../../support/peer/http-peer.ts';

let world: OperatorWorld;
beforeEach(async () => {
  world = await startOperatorWorld();
});
afterEach(() => world.close());

describe('deploy', () => {
  it('stops at a malformed setting before anything is created, and says where it is set', async () => {
    Object.assign(world.env, { HASHTILT_MEMPOOL_URL: 'off', HASHTILT_RULES: 'rules.json' });
    const { code, stderr } = await world.run('deploy', '--dry-run');
    expect(code).toBe(1);
    expect(stderr).toContain('environment (set in .env or in the shell): HASHTILT_MEMPOOL_URL');
    expect(stderr).toContain('environment (set in .env or in the shell): HASHTILT_RULES');
  });
});

describe('the public page', () => {
  /** The operator of a stack with a page. */
  function operatorWith(address: string, host: string) {
    world.deployed(world.pageAt(address, host));
    return world.connect();
  }

  it('is published again by deploy, which shows its address', async () => {
    const operator = operatorWith('https://d1.cloudfront.net/', 'd1.cloudfront.net');
    expect(await publishPage(operator)).toEqual({ status: 'done', detail: 'https://d1.cloudfront.net/' });
    expect(world.aws.sent.map(({ body }) => body)).toEqual(['{"publish":"page"}']);
  });

  it("shows which host the operator's domain has to point to", async () => {
    const operator = operatorWith('https://tilt.example.org/', 'd1.cloudfront.net');
    expect(await publishPage(operator)).toMatchObject({
      detail: 'https://tilt.example.org/; point its name to d1.cloudfront.net (CNAME)',
    });
  });

  it('is fetched by doctor, which says what to do if it is not there', async () => {
    let status = 404;
    const page = await startHttpPeer(() => ({ status, body: 'a page' }));
    const address = `${page.url}/`;
    const operator = operatorWith(address, new URL(address).host);
    expect(await checkPage(operator)).toEqual({
      state: 'wrong',
      detail: `${address} answers 404`,
      fix: 'see the log of publish-site; the first page is published when a day closes',
    });
    status = 200;
    expect(await checkPage(operator)).toEqual({ state: 'ok', detail: address, fix: null });
    await page.close();
    expect(await checkPage(operator)).toMatchObject({
      state: 'wrong',
      detail: `${address} cannot be reached`,
      fix: 'see the log of publish-site',
    });
  });
});
