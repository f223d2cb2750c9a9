import { createSocket, Socket } from 'node:dgram';
import { decode, encode, Packet, RECURSION_AVAILABLE, NaptrAnswer } from 'dns-packet';
import { smlName } from '../../src/network/smp/sml-name';

type Behaviour = 'answer' | 'silence' | 'failure' | 'garbage';

/** The SML of a test: a name server that knows which SMP each participant has. */
export class DnsServer {
  static readonly zone = 'sml.test';
  /** What it does with each question. */
  behaviour: Behaviour = 'answer';
  private readonly records = new Map<string, Array<Partial<NaptrAnswer['data']>>>();

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

  /** The settings by which an instance looks up here. */
  get settings(): Record<string, string> {
    const { port } = this.socket.address();
    return {
      SML_DNS_SERVERS: `127.0.0.1:${port}`,
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

  stop(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private answer(message: Buffer): Buffer | undefined {
    const { id, questions = [] } = decode(message);
    const name = questions[0]!.name.toLowerCase();
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
        return encode(
          found
            ? { ...reply, answers: found.map((data) => naptr(name, data)) }
            : { ...reply, flags: RECURSION_AVAILABLE | 3 },
        );
    }
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
