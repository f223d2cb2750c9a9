import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApp } from '../support/app';
import { emit, firstOrganizationId } from '../support/events';
import { Receiver } from '../support/receiver';
import { platformKey } from '../support/scenario';

interface CapturedDelivery {
  secret: string;
  headers: Record<string, string>;
  /** Base64 of the raw body. */
  body: string;
}

const documentation = readFileSync(join(__dirname, '../../docs/webhooks.md'), 'utf8');
const recipe = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\n\`\`\``).exec(documentation)![1]!;
const installed = (command: string, argument: string) => spawnSync(command, [argument]).status === 0;
const seed = join(__dirname, '../../../shared/seeds/001_d0c76a37fdc2f1ef.txt');

let app: TestApp;
let receiver: Receiver;
let good: CapturedDelivery;
let bad: CapturedDelivery[];

/** A first attempt, and what must be refused: a changed body, another secret, an old timestamp, no signature. */
beforeAll(async () => {
  app = await TestApp.start();
  receiver = await Receiver.start();
  const key = await platformKey(app);
  const { body: webhook } = await app.post('/webhooks', key, { url: receiver.url, events: ['*'] });
  await emit(app, {
    organizationId: await firstOrganizationId(app),
    data: { name: 'Société Générale — é€😀', amount: 12.1 },
  });
  const { headers, rawBody } = await receiver.waitFor('document.updated');
  const signature = String(headers['x-flowie-signature']);
  const capture = (secret: string, header: string, raw: Buffer): CapturedDelivery => ({
    secret,
    headers: { 'X-Flowie-Signature': header, 'x-flowie-signature': header },
    body: raw.toString('base64'),
  });
  good = capture(webhook.secret, signature, rawBody);
  bad = [
    capture(webhook.secret, signature, Buffer.from(`${rawBody.toString()} `)),
    capture('whsec_bm90IHRoZSBzZWNyZXQ=', signature, rawBody),
    capture(webhook.secret, signature.replace(/t=\d+/, 't=1714046708'), rawBody),
    capture(webhook.secret, '', rawBody),
  ];
});
afterAll(async () => {
  await app.stop();
  await receiver.stop();
});

it('the recipes of docs/webhooks.md are those of the cookbook, to the letter', () => {
  if (!existsSync(seed)) return console.warn('skipped: ../shared is not here');
  const text = readFileSync(seed, 'utf8');
  for (const language of ['python', 'js', 'go']) expect(text).toContain(recipe(language));
});

it('the Python recipe accepts the delivery and refuses what was tampered with', () => {
  if (!installed('python3', '--version')) return console.warn('skipped: Python is not installed');
  const input = JSON.stringify({ recipe: recipe('python'), deliveries: [good, ...bad] });
  const verdicts = JSON.parse(execFileSync('python3', [join(__dirname, 'verify.py')], { input }).toString());
  expect(verdicts).toEqual(['ok', 'Invalid signature', 'Invalid signature', 'Stale', expect.anything()]);
});

it('the Node recipe accepts the delivery and refuses what was tampered with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowie-recipe-'));
  writeFileSync(join(folder, 'recipe.mjs'), recipe('js'));
  const judge = (delivery: CapturedDelivery) => {
    const script = `import { verify } from './recipe.mjs'; verify({ headers: ${JSON.stringify(delivery.headers)} }, Buffer.from('${delivery.body}', 'base64'));`;
    writeFileSync(join(folder, 'run.mjs'), script);
    const run = spawnSync(process.execPath, ['run.mjs'], {
      cwd: folder,
      env: { ...process.env, FLOWIE_WEBHOOK_SECRET: delivery.secret },
    });
    return run.status === 0 ? 'ok' : /Error: (.*)/.exec(run.stderr.toString())?.[1];
  };
  expect([good, ...bad].map(judge)).toEqual([
    'ok',
    'Invalid signature',
    'Invalid signature',
    'Stale',
    'Missing signature',
  ]);
});

it('the Go recipe accepts the delivery and refuses what was tampered with', () => {
  if (!installed('go', 'version')) return console.warn('skipped: Go is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'flowie-recipe-'));
  const imports = ['bytes', 'crypto/hmac', 'crypto/sha256', 'encoding/base64', 'encoding/hex', 'errors', 'fmt', 'io', 'math', 'net/http', 'os', 'strconv', 'strings', 'time']; // prettier-ignore
  const main = `func main() {
  raw, _ := base64.StdEncoding.DecodeString(os.Args[3])
  request, _ := http.NewRequest("POST", "/", bytes.NewReader(raw))
  request.Header.Set("X-Flowie-Signature", os.Args[2])
  if err := verify(request, []byte(os.Args[1])); err != nil { fmt.Print(err); return }
  fmt.Print("ok")
}`;
  writeFileSync(
    join(folder, 'main.go'),
    `package main\nimport (${imports.map((name) => `"${name}"`).join(';')})\n${recipe('go')}\n${main}`,
  );
  const judge = ({ secret, headers, body }: CapturedDelivery) =>
    execFileSync('go', ['run', 'main.go', secret, headers['X-Flowie-Signature']!, body], {
      cwd: folder,
    }).toString();
  expect([good, ...bad].map(judge)).toEqual([
    'ok',
    'invalid signature',
    'invalid signature',
    'stale',
    'stale',
  ]);
}, 120_000);
