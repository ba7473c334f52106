import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startClock } from './emulator/clock.ts';
import { deployEmulated, type EmulatedDeployment } from './emulator/deployment.ts';
import { differing, FIXTURE, lacking, requestsTo } from './fixture/assembly.ts';

const clock = startClock();
afterAll(() => clock.stop());

/** Posts to an API and returns its answer. */
async function post(
  api: string | undefined,
  body: string | Uint8Array<ArrayBuffer>,
  { path = '/hook', method = 'POST', type = 'application/json' } = {},
) {
  const answer = await fetch(`${api}${path}`, {
    method,
    headers: { 'Content-Type': type, 'X-Some-Header': 'some value' },
    ...(method === 'POST' && { body }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

describe('an HTTP API', () => {
  let deployment: EmulatedDeployment;
  beforeAll(async () => {
    deployment = await deployEmulated(FIXTURE, { clock });
  });
  afterAll(() => deployment.close());

  it('passes a request on in format 2.0', async () => {
    const { text } = await post(deployment.api, '{}', { path: '/hook?a=1' });
    expect(JSON.parse(text)).toMatchObject({
      version: '2.0',
      routeKey: 'POST /hook',
      rawPath: '/hook',
      rawQueryString: 'a=1',
      headers: { 'content-type': 'application/json', 'x-some-header': 'some value' },
      requestContext: { http: { method: 'POST', path: '/hook' }, stage: '$default' },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('passes anything but text on as base64', async () => {
    const { text } = await post(deployment.api, new Uint8Array([0, 255]), {
      type: 'application/octet-stream',
    });
    expect(JSON.parse(text)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('answers with the status, headers and body that a function returns', async () => {
    const returns = { statusCode: 418, headers: { 'X-Kind': 'pot' }, body: 'tea' };
    expect(await post(deployment.api, JSON.stringify({ returns }))).toEqual({
      status: 418,
      type: 'text/plain; charset=utf-8',
      text: 'tea',
    });
  });

  it("treats a function's result without a status as the body", async () => {
    expect(await post(deployment.api, '{"returns":{"tea":true}}')).toEqual({
      status: 200,
      type: 'application/json',
      text: '{"tea":true}',
    });
  });

  it('knows no other path and no other method', async () => {
    expect(await post(deployment.api, '{}', { path: '/other' })).toMatchObject({ status: 404 });
    expect(await post(deployment.api, '', { method: 'GET' })).toMatchObject({ status: 404 });
  });

  it('answers 500 if the function fails', async () => {
    expect(await post(deployment.api, '{"fails":true}')).toMatchObject({
      status: 500,
      text: '{"message":"Internal Server Error"}',
    });
  });
});

describe('an HTTP API of another template', () => {
  let deployment: EmulatedDeployment | undefined;
  afterEach(() => deployment?.close());

  it('answers 429 to too many requests', async () => {
    const RouteSettings = { 'POST /hook': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } };
    deployment = await deployEmulated(FIXTURE, { clock, change: differing('Stage', { RouteSettings }) });
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push((await post(deployment.api, '{}')).status);
    expect(answers).toEqual([200, 200, 429]);
    expect(deployment.runs).toHaveLength(2);
  });

  it('has a separate limit for each route with settings, and none for a route that does not exist', async () => {
    const RouteSettings = { 'POST /other': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } };
    await expect(
      deployEmulated(FIXTURE, { clock, change: differing('Stage', { RouteSettings }) }),
    ).rejects.toThrow('Unable to find Route by key POST /other');
  });

  it('answers 503 if the function takes too long', async () => {
    deployment = await deployEmulated(FIXTURE, {
      clock,
      change: differing('Integration', { TimeoutInMillis: 500 }),
    });
    expect(await post(deployment.api, '{"seconds":2}')).toMatchObject({ status: 503 });
  });

  it('answers 500 if the function does not permit the call', async () => {
    deployment = await deployEmulated(FIXTURE, { clock, change: lacking('Permission') });
    expect(await post(deployment.api, '{}')).toMatchObject({ status: 500 });
    expect(deployment.runs).toEqual([]);
  });

  it('answers 500 if the function permits only another path', async () => {
    deployment = await deployEmulated(FIXTURE, {
      clock,
      change: differing('Permission', { SourceArn: requestsTo('other') }),
    });
    expect(await post(deployment.api, '{}')).toMatchObject({ status: 500 });
  });
});
