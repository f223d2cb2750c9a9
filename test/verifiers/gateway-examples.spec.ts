import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GatewayCall, SignedCall, signCall } from '../../src/modules/gateway-actions/signing/signed-call';
import { actionBody, gateway, gatewayJwt } from '../e2e/gateway/gateway';
import { TestApp } from '../support/app';
import { call } from '../support/http';
import { itNeedingCommand } from '../support/needing';
import { signIn } from '../support/scenario';

const examples = join(__dirname, '../../examples/gateway');
const signature = 'X-Flowent-Signature';
const hmacKey = 'hmac_clé-of-the-examples';

/** What runs each example, and how to ask whether it is installed. */
const servers: Array<[string, [command: string, argument: string], () => string[]]> = [
  ['python', ['python3', '--version'], () => ['python3', join(examples, 'python/server.py')]],
  ['node', ['node', '--version'], () => [process.execPath, join(examples, 'node/server.mjs')]],
  ['go', ['go', 'version'], () => [built(join(examples, 'go/server.go'))]],
];

function built(source: string): string {
  const program = join(mkdtempSync(join(tmpdir(), 'flowent-example-')), 'server');
  execFileSync('go', ['build', '-o', program, source]);
  return program;
}

const now = () => Math.floor(Date.now() / 1_000);
const parameters = { recipient: 'zoë@example.com', subject: '<b>&\u007f😀', tiny: 0.0000001, list: [{}, -0] };
const signed = (overrides: Partial<GatewayCall> = {}, key = hmacKey): SignedCall =>
  signCall({ actionName: 'send_email', parameters, timestamp: now(), ...overrides }, key);
const withoutHeader = ({ body, headers: { [signature]: _, ...headers } }: SignedCall) => ({ body, headers });
const changed = ({ body, headers }: SignedCall, from: string | RegExp, to: string) => {
  const text = body.toString().replace(from, to);
  expect(text).not.toBe(body.toString());
  return { body: Buffer.from(text), headers };
};

interface ActionServer {
  url: string;
  stop: () => Promise<void>;
}

async function start([program, ...given]: string[], key: string): Promise<ActionServer> {
  const server = spawn(program!, given, { env: { ...process.env, HMAC_KEY: key, PORT: '0' } });
  server.stderr.resume();
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const stop = async () => {
    server.kill();
    await once(server, 'exit');
  };
  return { url: /^listening on (http:\S+)$/.exec(line)![1]!, stop };
}

describe.each(servers)('the action server in %s', (_language, installed, command) => {
  const check = itNeedingCommand(...installed);
  let server: ActionServer | undefined;

  beforeAll(async () => {
    if (check === it) server = await start(command(), hmacKey);
  }, 60_000);
  afterAll(() => server?.stop());

  const send = async ({ body, headers }: SignedCall) => {
    const answer = await call('POST', server!.url, { body, headers });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    return [answer.status, answer.body] as const;
  };
  const done = [200, { result: 'Email sent successfully to zoë@example.com', error: '' }];
  const ready = [200, { result: 'ready', error: '' }];
  const refused = [401, { result: '', error: 'Invalid signature' }];
  const stale = [401, { result: '', error: 'Stale' }];

  check('answers a call, by either signature', async () => {
    expect(await send(signed())).toEqual(done);
    expect(await send(withoutHeader(signed()))).toEqual(done);
  });

  check('answers the test request, by either signature', async () => {
    const probe = { actionName: 'anything', parameters: {}, test: true as const };
    expect(await send(signed(probe))).toEqual(ready);
    expect(await send(withoutHeader(signed(probe)))).toEqual(ready);
  });

  check('does not know other actions', async () => {
    for (const actionName of ['unknown', 'toString', '__proto__']) {
      expect(await send(signed({ actionName }))).toEqual([404, { result: '', error: 'Unknown action' }]);
    }
  });

  check('refuses a changed body, another key and no signature, by either signature', async () => {
    const good = signed();
    const attacks = [
      changed(good, 'zo\\u00eb', 'mallory'),
      changed(good, '"send_email"', '"send_money"'),
      changed(good, /"timestamp":\d+/, '"timestamp":1'),
      changed(good, /\}$/, ',"parameters":{"recipient":"mallory"}}'),
      signed({}, 'another key'),
      signed({}, ''),
      signCall({ actionName: 'send_email', parameters, timestamp: now() }),
    ];
    for (const attack of attacks) {
      expect(await send(attack)).toEqual(refused);
      expect(await send(withoutHeader(attack))).toEqual(refused);
    }
    expect(await send(changed(good, /$/, ' '))).toEqual(refused);
    for (const header of ['t=1,v1=', 'é', ',,,=', 't,v1', `t=${now()},v1=${'é'.repeat(64)}`]) {
      expect(await send({ ...good, headers: { ...good.headers, [signature]: header } })).toEqual(refused);
    }
  });

  check('refuses what is older or newer than five minutes, by either signature', async () => {
    for (const timestamp of [now() - 400, now() + 400]) {
      expect(await send(signed({ timestamp }))).toEqual(stale);
      expect(await send(withoutHeader(signed({ timestamp })))).toEqual(stale);
    }
  });
});

describe('registered with the gateway', () => {
  let app: TestApp;
  let server: ActionServer;

  beforeAll(async () => {
    app = await TestApp.start();
    server = await start([process.execPath, join(examples, 'node/server.mjs')], 'a-key-that-both-know');
  });
  afterAll(async () => {
    await server.stop();
    await app.stop();
  });

  it('passes the signed test request, unless it has another key', async () => {
    const dashboard = await signIn(app);
    const jwt = await gatewayJwt(app, dashboard);
    const addKey = (hmac_key: string) =>
      gateway(app, 'POST', '/hmac-keys', { key: dashboard, body: { name: 'example', hmac_key } });
    const register = () => gateway(app, 'POST', '/actions', { key: jwt, body: actionBody(server.url) });
    const refusal = { error: 'action validation failed: webhook endpoint returned status 401' };
    expect((await register()).body).toEqual(refusal);
    await addKey('a-key-that-both-know');
    expect((await register()).status).toBe(201);
    await addKey('a-key-of-somebody-else');
    expect((await register()).body).toEqual(refusal);
  });
});
