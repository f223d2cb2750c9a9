import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { call } from '../../support/http';

/** An address of this machine that is not its loopback: a call to it comes from it. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

/** Serves the application on all addresses too, and gives its URL on the outer one. */
async function serveOutside(app: TestApp): Promise<{ server: Server; url: string }> {
  const server = createServer(app.app.getHttpAdapter().getInstance());
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { server, url: `http://${outside}:${(server.address() as AddressInfo).port}` };
}

describe('GET /metrics without METRICS_TOKEN', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
  });
  afterAll(() => app.stop());

  it('answers callers on this machine, in the text format', async () => {
    const { status, headers, text } = await call('GET', `${app.url}/metrics`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain;.* version=0\.0\.4/);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  });

  (outside ? it : it.skip)('404 for all others, whatever their headers say', async () => {
    const { server, url } = await serveOutside(app);
    const headers = { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' };
    expect(refusal(await call('GET', `${url}/metrics`))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await call('GET', `${url}/metrics`, { headers }))).toEqual([404, 'NOT_FOUND']);
    expect((await call('GET', `${url}/health/liveness`)).status).toBe(200);
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  });

  it('is no part of the documented API', async () => {
    const { body } = await call('GET', `${app.url}/openapi.json`);
    expect(Object.keys(body.paths)).not.toContain('/metrics');
  });
});

describe('GET /metrics with METRICS_TOKEN', () => {
  it('answers who holds the token, from anywhere, and nobody else', async () => {
    const app = await TestApp.start({ ROLE: 'api', METRICS_TOKEN: 'scrape-me' });
    const { server, url } = await serveOutside(app);
    for (const address of outside ? [app.url, url] : [app.url]) {
      const get = (key?: string) => call('GET', `${address}/metrics`, { key });
      expect((await get('scrape-me')).status).toBe(200);
      expect(refusal(await get())).toEqual([401, 'MISSING_AUTH']);
      expect(refusal(await get('scrape-you'))).toEqual([401, 'INVALID_TOKEN']);
      expect(refusal(await get('scrape-me-'))).toEqual([401, 'INVALID_TOKEN']);
    }
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    await app.stop();
  });
});
