import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { sharedPath } from './shared';

const description = sharedPath('data/specs/afnor-xp-z12-013-flow-service-1.3.0.json');
export const hasDescription = existsSync(description);

interface StoredFlow {
  info: Record<string, unknown>;
  file: Buffer;
  acknowledgement: Record<string, unknown>;
}

/** normal; unavailable: 503; garbage: no JSON; locked: 401; cut: does what it is asked and hangs up before it answers. */
type Behaviour = 'normal' | 'unavailable' | 'garbage' | 'locked' | 'cut';

/** The flow service of AFNOR XP Z12-013. Where its OpenAPI is at hand, requests and its own answers are held against it. */
export class AfnorServer {
  behaviour: Behaviour = 'normal';
  readonly flows = new Map<string, StoredFlow>();
  /** What broke the description: nothing, or the test fails. */
  readonly violations: string[] = [];
  tokensGiven = 0;
  private readonly server = createServer((request, response) => void this.take(request, response));
  private readonly ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

  private constructor() {
    if (hasDescription) this.ajv.addSchema(readDescription(), 'afnor');
  }

  static async start(): Promise<AfnorServer> {
    const server = new AfnorServer();
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get settings(): Record<string, string> {
    return {
      TAX_AUTHORITIES: 'test=sandbox, test.FR=afnor, live=none',
      AFNOR_URL: `${this.url}/`,
      AFNOR_TOKEN_URL: `${this.url}/token`,
      AFNOR_CLIENT_ID: 'flowie',
      AFNOR_CLIENT_SECRET: 'secret',
      PPF_PLATFORM_ID: '0042',
    };
  }

  /** Flows that came with this tracking id: more than one would be a report made twice. */
  of(trackingId: string): StoredFlow[] {
    return [...this.flows.values()].filter(({ info }) => info.trackingId === trackingId);
  }

  /** Decides on every flow that waits. */
  decide(status: 'Ok' | 'Error', reasonCode = 'InvalidSchema'): void {
    const details = [{ level: 'Error', item: '/', reasonCode, reasonMessage: 'The file breaks a rule.' }];
    for (const flow of this.flows.values())
      if (flow.acknowledgement.status === 'Pending')
        flow.acknowledgement = status === 'Ok' ? { status } : { status, details };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const send = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/token') return void this.giveToken(body, send);
    if (this.behaviour === 'unavailable') return void send(503, { errorCode: 'DOWN' });
    if (this.behaviour === 'garbage') return void response.writeHead(200).end('<html>Welcome</html>');
    const isKnown = request.headers.authorization === `Bearer token-${this.tokensGiven}`;
    if (this.behaviour === 'locked' || !isKnown) return void send(401, { errorCode: 'UNAUTHORIZED' });
    const [status, answer] = this.answer(request, body);
    if (this.behaviour === 'cut') return void response.destroy();
    send(status, answer);
  }

  private giveToken(body: Buffer, send: (status: number, value: unknown) => void): void {
    const form = new URLSearchParams(body.toString());
    const isRight = form.get('grant_type') === 'client_credentials' && form.get('client_secret') === 'secret';
    if (!isRight) return send(401, { error: 'invalid_client' });
    send(200, { access_token: `token-${++this.tokensGiven}`, token_type: 'Bearer', expires_in: 600 });
  }

  private answer(request: IncomingMessage, body: Buffer): [number, unknown] {
    const route = `${request.method} ${request.url!.split('?')[0]}`;
    if (route === 'POST /v1/flows') return this.create(request, body);
    if (route === 'POST /v1/flows/search') return this.search(JSON.parse(body.toString()));
    const flow = /^GET \/v1\/flows\/([^/]+)$/.exec(route)?.[1] ?? '';
    if (!this.flows.has(flow)) return [404, this.checked('Error', { errorCode: 'UNKNOWN_FLOW' })];
    return [200, this.checked('Flow', this.shown(flow))];
  }

  private create(request: IncomingMessage, body: Buffer): [number, unknown] {
    const parts = partsOf(String(request.headers['content-type']), body);
    const info = this.checked(
      'FlowInfo',
      JSON.parse(parts.flowInfo!.bytes.toString()) as Record<string, unknown>,
    );
    const file = parts.file!.bytes;
    if (parts.flowInfo!.mediaType !== 'application/json') this.violations.push('flowInfo is no JSON part');
    if (parts.file!.mediaType !== 'application/xml') this.violations.push('the file is no XML part');
    if (info.sha256 !== createHash('sha256').update(file).digest('hex'))
      return [400, this.checked('Error', { errorCode: 'ChecksumMismatch' })];
    if (file.includes('REFUSE-ME'))
      return [422, this.checked('Error', { errorCode: 'InvalidSchema', errorMessage: 'No schema fits.' })];
    const flowId = randomUUID();
    this.flows.set(flowId, { info, file, acknowledgement: { status: 'Pending' } });
    return [202, this.checked('FullFlowInfo', { ...info, flowId, submittedAt: new Date().toISOString() })];
  }

  private search(parameters: unknown): [number, unknown] {
    const { where } = this.checked('SearchFlowParams', parameters as { where: { trackingId?: string } });
    const found = [...this.flows].filter(([, { info }]) => info.trackingId === where.trackingId);
    const results = found.map(([flowId]) => this.shown(flowId));
    return [200, this.checked('SearchFlowContent', { limit: 1, filters: where, results })];
  }

  private shown(flowId: string): Record<string, unknown> {
    const { info, acknowledgement } = this.flows.get(flowId)!;
    const at = new Date().toISOString();
    const computed = { flowProfile: 'Undefined', processingRule: 'B2B', processingRuleSource: 'Input' };
    const state = { flowType: 'StateCustomerInvoiceLC', flowDirection: 'Out', acknowledgement };
    return { ...info, ...computed, ...state, flowId, submittedAt: at, updatedAt: at };
  }

  private checked<T>(schema: string, value: T): T {
    if (!hasDescription) return value;
    const validate = this.ajv.compile({ $ref: `afnor#/components/schemas/${schema}` });
    if (!validate(value)) this.violations.push(`${schema}: ${this.ajv.errorsText(validate.errors)}`);
    return value;
  }
}

function partsOf(contentType: string, body: Buffer): Record<string, { mediaType: string; bytes: Buffer }> {
  const boundary = /boundary=(\S+)/.exec(contentType)![1];
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      const bytes = Buffer.from(part.slice(end + 4, -2), 'latin1');
      return [/name="(\w+)"/.exec(head)![1], { mediaType: /Content-Type: (\S+)/.exec(head)![1]!, bytes }];
    }),
  );
}

/** As published but for one slip: a code of the list is a text too, so that it matches both of what says `oneOf`. */
function readDescription(): object {
  const published = JSON.parse(readFileSync(description, 'utf8')) as {
    components: { schemas: { ReasonCode: { oneOf?: unknown; anyOf?: unknown } } };
  };
  const { ReasonCode } = published.components.schemas;
  ReasonCode.anyOf = ReasonCode.oneOf;
  delete ReasonCode.oneOf;
  return published;
}
