import { createSocket, Socket } from 'node:dgram';
import { Answer, decode, encode, Packet, RECURSION_AVAILABLE, NaptrAnswer, StringAnswer } from 'dns-packet';
import { smlName } from '../../src/network/smp/sml-name';

type Behaviour = 'answer' | 'silence' | 'failure' | 'garbage';

/** The DNS of a test: the SML, which knows the SMP of each participant, and names of any other kind. */
export class DnsServer {
  static readonly zone = 'sml.test';
  /** What it does with each question. */
  behaviour: Behaviour = 'answer';
  private readonly records = new Map<string, Array<Partial<NaptrAnswer['data']>>>();
  private readonly names = new Map<string, Answer[]>();

  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    const server = new DnsServer(socket);
    socket.on('message', (message, { port, address }) => {
      const answer = server.answer(message);
      if (answer) socket.send(answer, port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** The settings by which an instance looks up here. */
  get settings(): Record<string, string> {
    return {
      SML_DNS_SERVERS: this.address,
      DNS_SERVERS: this.address,
      SML_ZONE: DnsServer.zone,
      LOOKUP_TIMEOUT_MS: '300',
    };
  }

  /** Registers a participant with the SMP of this address. */
  register(participantId: string, smpUrl: string): void {
    this.publish(participantId, { regexp: `!.*!${smpUrl}!` });
  }

  /** Registers it with a record of any form. */
  publish(participantId: string, record: Partial<NaptrAnswer['data']>): void {
    this.records.set(smlName(participantId, DnsServer.zone), [record]);
  }

  has(participantId: string): boolean {
    return this.records.has(smlName(participantId, DnsServer.zone));
  }

  unregister(participantId: string): void {
    this.records.delete(smlName(participantId, DnsServer.zone));
  }

  /** What a name has from now on; nothing makes it unknown. */
  set(name: string, ...answers: Answer[]): void {
    if (answers.length > 0) this.names.set(name.toLowerCase(), answers);
    else this.names.delete(name.toLowerCase());
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private answer(message: Buffer): Buffer | undefined {
    const { id, questions = [] } = decode(message);
    const { name: asked, type } = questions[0]!;
    const name = asked.toLowerCase();
    const reply: Packet = { type: 'response', id, flags: RECURSION_AVAILABLE, questions };
    const found = this.records.get(name);
    switch (this.behaviour) {
      case 'silence':
        return undefined;
      case 'garbage':
        return Buffer.concat([message.subarray(0, 2), Buffer.from('garbage of any kind')]);
      case 'failure':
        return encode({ ...reply, flags: RECURSION_AVAILABLE | 2 });
      case 'answer':
        if (this.names.has(name)) return encode({ ...reply, answers: this.resolve(name, type) });
        return encode(
          found
            ? { ...reply, answers: found.map((data) => naptr(name, data)) }
            : { ...reply, flags: RECURSION_AVAILABLE | 3 },
        );
    }
  }

  /** As a resolver does: what is asked for, or the alias and what lies behind it. */
  private resolve(name: string, type: string): Answer[] {
    const answers = this.names.get(name) ?? [];
    const alias = answers.find((answer): answer is StringAnswer => answer.type === 'CNAME');
    if (!alias || type === 'CNAME') return answers.filter((answer) => answer.type === type);
    return [alias, ...this.resolve(alias.data, type)];
  }
}

function naptr(name: string, data: Partial<NaptrAnswer['data']>): NaptrAnswer {
  const whole = {
    flags: 'U',
    services: 'Meta:SMP',
    regexp: '',
    replacement: '',
    order: 100,
    preference: 10,
    ...data,
  };
  return { type: 'NAPTR', name, ttl: 60, data: whole };
}
