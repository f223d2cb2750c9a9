import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { parseXml, textAt } from '../../src/core/xml/xml-tree';
import { DnsServer } from './dns-server';

const credentials = `Basic ${Buffer.from('flowie:a password').toString('base64')}`;

interface Reply {
  status: number;
  body?: string;
}

interface ServiceGroup {
  documentTypes: Set<string>;
  /** Of the migration to another SMP that is under way. */
  migrationKey?: string;
}

/** A phoss SMP as far as our adapter goes: its REST interface, its refusals and their statuses, and the SML that it tells. */
export class PhossSmpServer {
  readonly groups = new Map<string, ServiceGroup>();
  /** Keys by which the SML lets this SMP take participants over. */
  readonly inboundKeys = new Map<string, string>();
  /** Answers everything with this instead. */
  refusal?: Reply;
  /** The method and path of each request. */
  readonly requests: string[] = [];
  private migrations = 0;

  private constructor(
    private readonly server: Server,
    private readonly sml: DnsServer,
  ) {}

  static async start(sml: DnsServer): Promise<PhossSmpServer> {
    const server = createServer();
    const smp = new PhossSmpServer(server, sml);
    server.on('request', (request: IncomingMessage, response) => {
      void smp.serve(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return smp;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get settings(): Record<string, string> {
    return {
      PHOSS_SMP_URL: this.url,
      PHOSS_SMP_USER: 'flowie',
      PHOSS_SMP_PASSWORD: 'a password',
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, body } = this.refusal ?? this.answer(request, Buffer.concat(chunks));
    response.writeHead(status, { 'content-type': body?.startsWith('<') ? 'application/xml' : 'text/plain' });
    response.end(body);
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Reply {
    this.requests.push(`${method} ${decodeURIComponent(url)}`);
    if (method !== 'GET' && headers.authorization !== credentials)
      return { status: 403, body: 'Username and/or password are invalid!' };
    if (body.length > 0 && !headers['content-type']?.includes('xml')) return { status: 415 };
    const parts = url.slice(1).split('/').map(decodeURIComponent);
    if (parts[0] === 'migration') return this.migrate(parts);
    const [, participantId] = /^iso6523-actorid-upis::(\d{4}:\S+)$/.exec(parts[0]!) ?? [];
    if (!participantId) return { status: 400, body: `Failed to parse Service Group ID '${parts[0]}'` };
    if (parts[1] === 'services') return this.putMetadata(participantId, parts[2]!, body);
    return this.serviceGroup(method, participantId, body);
  }

  private serviceGroup(method: string, participantId: string, body: Buffer): Reply {
    const known = this.groups.get(participantId);
    if (method === 'PUT') return this.putGroup(participantId, body);
    if (!known) return { status: 404, body: `Unknown Service Group '${participantId}'` };
    if (method === 'GET') return { status: 200, body: '<ServiceGroup/>' };
    this.groups.delete(participantId);
    this.sml.unregister(participantId);
    return { status: 200 };
  }

  private putGroup(participantId: string, body: Buffer): Reply {
    if (textAt(parseXml(body), 'ParticipantIdentifier') !== participantId)
      return { status: 400, body: 'The ServiceGroup is of another participant than the path' };
    if (this.groups.has(participantId)) return { status: 200 };
    if (this.sml.has(participantId)) return { status: 500, body: 'Failed to create in SML' };
    this.open(participantId);
    return { status: 200 };
  }

  private open(participantId: string): void {
    this.groups.set(participantId, { documentTypes: new Set() });
    this.sml.register(participantId, 'https://phoss.test');
  }

  private putMetadata(participantId: string, documentType: string, body: Buffer): Reply {
    const root = parseXml(body);
    const group = this.groups.get(participantId);
    if (!group) return { status: 404, body: `Unknown Service Group '${participantId}'` };
    if (root.name !== 'ServiceMetadata' || !documentType.includes('::'))
      return { status: 400, body: 'Malformed' };
    group.documentTypes.add(documentType);
    return { status: 200 };
  }

  private migrate([, direction, action, ...rest]: string[]): Reply {
    if (direction === 'inbound') return this.takeOver(action!.split('upis::')[1]!, rest[0]!);
    const group = this.groups.get(rest[0]!.split('upis::')[1]!);
    if (!group) return { status: 400, body: `The Service Group '${rest[0]}' does not exist` };
    if (action === 'cancel') {
      if (!group.migrationKey)
        return { status: 400, body: 'Failed to resolve outbound Participant Migration' };
      group.migrationKey = undefined;
      return { status: 200 };
    }
    if (group.migrationKey)
      return { status: 400, body: 'The outbound Participant Migration is already in progress' };
    group.migrationKey = `Key@${++this.migrations}#ab`;
    const key = `<migrationKey>${group.migrationKey}</migrationKey>`;
    return {
      status: 200,
      body: `<migrationOutboundResponse success="true">${key}</migrationOutboundResponse>`,
    };
  }

  private takeOver(participantId: string, key: string): Reply {
    if (this.groups.has(participantId)) return { status: 400, body: 'The Service Group already exists.' };
    if (this.inboundKeys.get(participantId) !== key)
      return { status: 500, body: 'Failed to confirm the migration' };
    this.open(participantId);
    return { status: 200, body: '<migrationInboundResponse success="true"/>' };
  }
}
