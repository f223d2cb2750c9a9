import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { GatewayCall, signCall } from '../../src/modules/gateway-actions/signing/signed-call';
import { anyParameters, plainParameters } from '../support/parameter-trees';
import { itNeedingCommand, itNeedingFile } from '../support/needing';

const hmacKey = 'hmac_clé 😀';
const folder = (path: string) => join(__dirname, '../..', path);
const documentation = readFileSync(folder('docs/gateway.md'), 'utf8');
const seed = folder('../shared/seeds/002_9ac9a88fce99883c.txt');

/** The documentation's blocks in that language: the header's first, the body's after it. */
const [headerInPython, bodyInPython] = recipes('python');
const [headerInNode] = recipes('js');
const [headerInGo, bodyInGo] = recipes('go');

function recipes(language: string): string[] {
  return [...documentation.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\n\`\`\``, 'g'))].map(
    ([, block]) => block!,
  );
}

const deep = (levels: number, inner: unknown): Record<string, unknown> =>
  levels === 0 ? { inner } : { list: [deep(levels - 1, inner)] };

function signed(call: Pick<GatewayCall, 'parameters'> & Partial<GatewayCall>): Buffer {
  return signCall({ actionName: 'send_email', timestamp: 1645123456, ...call }, hmacKey).body;
}
/** One run of the program for all calls, each a line; gives a line for each. */
function verdicts(bodies: Buffer[], program: string, given: string[]): string[] {
  const input = Buffer.concat(bodies.flatMap((body) => [body, Buffer.from('\n')]));
  return execFileSync(program, given, { input, maxBuffer: 2 ** 30 })
    .toString()
    .trimEnd()
    .split('\n');
}
const signedText = (body: Buffer) => body.toString().replace(/,"signature":"[0-9a-f]{64}"\}$/, '}');
const tampered = (body: Buffer) =>
  Buffer.from(body.toString().replace('"timestamp":1645123456', '"timestamp":1645123457'));

const inPython = (bodies: Buffer[]) =>
  verdicts(bodies, 'python3', [join(__dirname, 'verify_calls.py'), bodyInPython!, hmacKey]);

let goProgram: string | undefined;
function inGo(bodies: Buffer[]): string[] {
  if (!goProgram) {
    const build = mkdtempSync(join(tmpdir(), 'flowent-recipe-'));
    copyFileSync(join(__dirname, 'verify_calls.go'), join(build, 'main.go'));
    writeFileSync(join(build, 'recipe.go'), `package main\n${bodyInGo!}\n`);
    execFileSync('go', ['build', '-o', 'verify', 'main.go', 'recipe.go'], { cwd: build });
    goProgram = join(build, 'verify');
  }
  return verdicts(bodies, goProgram, [hmacKey]);
}

describe('the samples of docs/gateway.md', () => {
  itNeedingFile(seed)('for the body are those of the gateway’s first documentation, to the letter', () => {
    const text = readFileSync(seed, 'utf8');
    for (const recipe of [bodyInPython!, bodyInGo!]) expect(text).toContain(`${recipe}\n`);
  });

  it('for the header are those of the examples, which are run', () => {
    const example = (path: string) => readFileSync(folder(`examples/gateway/${path}`), 'utf8');
    expect(example('python/server.py')).toContain(`${headerInPython!}\n`);
    expect(example('node/server.mjs')).toContain(`${headerInNode!}\n`);
    expect(example('go/server.go')).toContain(`${headerInGo!}\n`);
  });

  it('show a request that is signed with k1', () => {
    const shown = { body: 'Hi', recipient: 'a@b.c', subject: 'Yo' };
    const { body, headers } = signCall(
      { actionName: 'send_email', parameters: shown, timestamp: 1645123456 },
      'k1',
    );
    expect(documentation).toContain(
      `X-Flowent-Signature: ${headers['X-Flowent-Signature']}\n\n${body.toString()}\n`,
    );
  });
});

describe('Python', () => {
  const itInPython = itNeedingCommand('python3');

  itInPython(
    'writes anew exactly what was signed, whatever the parameters, and its sample verifies it',
    () => {
      const seedOfRun = fc.sample(fc.integer(), 1)[0]!;
      const trees = fc.sample(anyParameters, { numRuns: 4_000, seed: seedOfRun });
      const all = [...trees, {}, deep(60, 1e-7), { list: [[], {}, [[]], ''] }];
      const bodies = all.flatMap((tree) => [
        signed({ parameters: tree }),
        signed({ parameters: tree, test: true }),
      ]);
      const found = inPython(bodies);
      expect(found).toHaveLength(bodies.length);
      const wrong = found.findIndex((line, at) => line !== `True ${signedText(bodies[at]!)}`);
      expect([seedOfRun, wrong, found[wrong]]).toEqual([seedOfRun, -1, undefined]);
    },
  );

  itInPython('verifies a call in Unicode and a test request, and nothing that was tampered with', () => {
    const bodies = [signed({ parameters: { name: 'Zoë 😀\u007f' } }), signed({ parameters: {}, test: true })];
    expect(inPython([...bodies, ...bodies.map(tampered)]).map((line) => line.split(' ')[0])).toEqual([
      'True',
      'True',
      'False',
      'False',
    ]);
  });
});

describe('Go', () => {
  const itInGo = itNeedingCommand('go', 'version');

  itInGo('writes anew exactly what was signed, and its sample verifies it, when all is plain', () => {
    const seedOfRun = fc.sample(fc.integer(), 1)[0]!;
    const trees = fc.sample(plainParameters, { numRuns: 4_000, seed: seedOfRun });
    const bodies = [...trees, {}, deep(60, 0.5)].map((tree) => signed({ parameters: tree }));
    const found = inGo(bodies);
    expect(found).toHaveLength(bodies.length);
    const wrong = found.findIndex((line, at) => line !== `true ${signedText(bodies[at]!)}`);
    expect([seedOfRun, wrong, found[wrong]]).toEqual([seedOfRun, -1, undefined]);
  });

  itInGo('verifies nothing that was tampered with', () => {
    const body = signed({ parameters: { recipient: 'a@b.c' } });
    expect(inGo([body, tampered(body)]).map((line) => line.split(' ')[0])).toEqual(['true', 'false']);
  });
});
