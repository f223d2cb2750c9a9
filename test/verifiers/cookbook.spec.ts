import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedPath } from '../support/shared';
import { DeliveryScene } from '../support/delivery-scene';
import { itNeedingCommand, itNeedingFile } from '../support/needing';

interface CapturedDelivery {
  secret: string;
  headers: Record<string, string>;
  /** Base64 of the raw body. */
  body: string;
}

const documentation = readFileSync(join(__dirname, '../../docs/webhooks.md'), 'utf8');
const recipe = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\n\`\`\``).exec(documentation)![1]!;
const seed = sharedPath('seeds/001_d0c76a37fdc2f1ef.txt');

let scene: DeliveryScene;
/** A first attempt, a fifth one, a resend, one during a rotation for who still holds the old secret, and one after it. */
const good: CapturedDelivery[] = [];
/** What must be refused: a changed body, another secret, an old timestamp, no signature. */
let bad: CapturedDelivery[];

const capture = (secret: string, header: string, raw: Buffer): CapturedDelivery => ({
  secret,
  headers: { 'X-Flowie-Signature': header, 'x-flowie-signature': header },
  body: raw.toString('base64'),
});

/** Due times are moved, not the clock: the recipes compare timestamps with the real one. */
beforeAll(async () => {
  scene = await DeliveryScene.start();
  const { id, secret } = await scene.subscribe();
  const data = { name: 'Société Générale — é€😀', amount: 12.1 };
  const keep = async (nth: number, held = secret) => {
    const { headers, rawBody } = await scene.receiver.waitFor('document.updated', nth);
    good.push(capture(held, String(headers['x-flowie-signature']), rawBody));
    return { headers, rawBody };
  };
  await scene.emit(1, data);
  const first = await keep(1);
  const [delivered] = await scene.settled(id, 'delivered');

  scene.receiver.answer(({ headers }, response) =>
    response.writeHead(headers['x-flowie-attempt'] === '5' ? 204 : 500).end(),
  );
  await scene.emit(1, data);
  for (let attempt = 1; attempt < 5; attempt++) {
    await scene.receiver.waitFor('document.updated', 1 + attempt);
    await scene.failed(id, 1, attempt);
    await scene.app.database.query(`UPDATE deliveries SET due_at = now() WHERE state = 'pending'`);
  }
  expect((await keep(6)).headers['x-flowie-attempt']).toBe('5');
  await scene.settled(id, 'delivered', 2);

  scene.receiver.answer(204);
  await scene.post(`${id}/deliveries/${delivered!.id}/resend`);
  expect((await keep(7)).rawBody.equals(first.rawBody)).toBe(true);
  const { body: rotated } = await scene.post(`${id}/rotate-secret`);
  await scene.emit(1, data);
  expect(String((await keep(8)).headers['x-flowie-signature']).match(/v1=/g)).toHaveLength(2);
  await scene.post(`${id}/confirm-secret`);
  await scene.emit(1, data);
  await keep(9, rotated.secret);

  const { headers, rawBody } = first;
  const signature = String(headers['x-flowie-signature']);
  bad = [
    capture(secret, signature, Buffer.from(`${rawBody.toString()} `)),
    capture('whsec_bm90IHRoZSBzZWNyZXQ=', signature, rawBody),
    capture(secret, signature.replace(/t=\d+/, 't=1714046708'), rawBody),
    capture(secret, '', rawBody),
  ];
});
afterAll(() => scene.stop());

const fine = ['ok', 'ok', 'ok', 'ok', 'ok'];

itNeedingFile(seed)('the recipes of docs/webhooks.md are those of the cookbook, to the letter', () => {
  const text = readFileSync(seed, 'utf8');
  for (const language of ['python', 'js', 'go']) expect(text).toContain(recipe(language));
});

itNeedingCommand('python3')(
  'the Python recipe accepts deliveries of every kind and refuses what was tampered with',
  () => {
    const input = JSON.stringify({ recipe: recipe('python'), deliveries: [...good, ...bad] });
    const verdicts = JSON.parse(
      execFileSync('python3', [join(__dirname, 'verify.py')], { input }).toString(),
    );
    expect(verdicts).toEqual([...fine, 'Invalid signature', 'Invalid signature', 'Stale', expect.anything()]);
  },
);

it('the Node recipe accepts deliveries of every kind and refuses what was tampered with', () => {
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
  expect([...good, ...bad].map(judge)).toEqual([
    ...fine,
    'Invalid signature',
    'Invalid signature',
    'Stale',
    'Missing signature',
  ]);
});

itNeedingCommand('go', 'version')(
  'the Go recipe accepts deliveries of every kind and refuses what was tampered with',
  () => {
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
    expect([...good, ...bad].map(judge)).toEqual([
      ...fine,
      'invalid signature',
      'invalid signature',
      'stale',
      'stale',
    ]);
  },
  120_000,
);
