import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { request } from 'undici';
import { eventTypes } from '../../../src/modules/events/catalogue';
import { TestApp } from '../../support/app';
import { servedCatalogue } from '../../support/catalogue';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ PUBLIC_URL: 'https://exchange.example.com' });
});
afterAll(() => app.stop());

const base = 'https://exchange.example.com/exchange/v1';

describe('GET /fixtures', () => {
  it('200: lists a file for every type, and the bundle', async () => {
    const { status, headers, body } = await app.get('/fixtures');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(body).toEqual({
      data: eventTypes.map((type) => ({ name: `${type}.json`, url: `${base}/fixtures/${type}.json` })),
      bundle: { name: 'fixtures.tar.gz', url: `${base}/fixtures.tar.gz` },
    });
  });
});

describe('GET /fixtures/{type}.json', () => {
  it.each(eventTypes)('200: %s', async (type) => {
    const { status, headers, text, body } = await app.get(`/fixtures/${type}.json`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${type}.json"`,
      'cache-control': 'public, max-age=3600',
      'content-length': String(Buffer.byteLength(text)),
    });
    expect(Object.keys(body)).toEqual(['id', 'type', 'livemode', 'createdAt', 'apiVersion', 'data']);
    expect(body.type).toBe(type);
    expect(JSON.stringify(body)).toBe(text);
    expect((await app.get(`/fixtures/${type}.json`)).text).toBe(text);
  });

  it.each([
    'document.vanished.json',
    'document.received',
    'document.received.xml',
    '..%2F..%2Fpackage.json',
    '__proto__.json',
  ])('404 for %s, with the types that there are', async (file) => {
    const { status, headers, body } = await app.get(`/fixtures/${file}`);
    expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
    for (const type of eventTypes) expect(body.error.message).toContain(type);
    expect(headers['cache-control']).toBeUndefined();
  });
});

describe('GET /fixtures.tar.gz', () => {
  it('200: the very files that are served one by one, their schemas, and a note', async () => {
    const { headers, bytes } = await bundle();
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': 'attachment; filename="fixtures.tar.gz"',
      'cache-control': 'public, max-age=3600',
    });
    const files = await unpacked(bytes);
    const served = await servedCatalogue(app);
    const names = eventTypes.flatMap((type) => [`${type}.json`, `schemas/${type}.schema.json`]);
    expect([...files.keys()]).toEqual(['README.txt', ...names].sort());
    for (const { type, text, schema } of served.values()) {
      expect(files.get(`${type}.json`)).toBe(text);
      expect(JSON.parse(files.get(`schemas/${type}.schema.json`)!)).toEqual(schema);
    }
    expect(files.get('README.txt')).toContain('Fixtures of Flowie Exchange');
  });

  it('is the same to the byte, whichever process packs it', async () => {
    const other = await TestApp.start();
    try {
      expect((await bundle(other)).bytes.equals((await bundle()).bytes)).toBe(true);
    } finally {
      await other.stop();
    }
  });
});

async function bundle(of = app): Promise<{ headers: Record<string, unknown>; bytes: Buffer }> {
  const { statusCode, headers, body } = await request(`${of.url}/exchange/v1/fixtures.tar.gz`);
  expect(statusCode).toBe(200);
  return { headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

async function unpacked(bytes: Buffer): Promise<Map<string, string>> {
  const archive = extract();
  archive.end(gunzipSync(bytes));
  const files = new Map<string, string>();
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.set(entry.header.name, Buffer.concat(chunks).toString());
    expect(entry.header.mtime.getTime()).toBe(0);
  }
  return files;
}
