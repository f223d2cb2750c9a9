import { AddressInfo, createServer, Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface DeliveredMail {
  from: string;
  to: string[];
  raw: string;
}

type Refusal = (recipient: string) => number | undefined;

/** A mail server on loopback that keeps what it is given, and refuses recipients or whole messages as told. */
export class SmtpServer {
  readonly mails: DeliveredMail[] = [];
  /** What clients proved to be, as `user:password`. */
  readonly logins: string[] = [];
  private refusesRecipient: Refusal = () => undefined;
  private refusesMessages?: number;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => void this.converse(socket));

  static async start(port = 0): Promise<SmtpServer> {
    const smtp = new SmtpServer();
    await new Promise<void>((resolve) => smtp.server.listen(port, '127.0.0.1', resolve));
    return smtp;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  refuseRecipients(refusal: number | Refusal): void {
    this.refusesRecipient = typeof refusal === 'number' ? () => refusal : refusal;
  }

  refuseMessages(code: number): void {
    this.refusesMessages = code;
  }

  accept(): void {
    this.refusesRecipient = () => undefined;
    this.refusesMessages = undefined;
  }

  to(recipient: string): DeliveredMail[] {
    return this.mails.filter(({ to }) => to.includes(recipient));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async converse(socket: Socket): Promise<void> {
    this.sockets.add(socket.on('error', () => socket.destroy()));
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 ready');
    let mail: DeliveredMail = { from: '', to: [], raw: '' };
    let receiving = false;
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      if (receiving && line !== '.') mail.raw += `${line.replace(/^\./, '')}\r\n`;
      else if (receiving) say(this.keep(mail));
      else if (line.startsWith('MAIL')) mail = { from: '', to: [], raw: '' };
      if (!receiving) say(this.reply(line, mail));
      receiving = receiving ? line !== '.' : line === 'DATA';
    }
  }

  private reply(line: string, mail: DeliveredMail): string {
    const [verb = '', argument = ''] = line.split(/ (.*)/);
    const address = /<(.*)>/.exec(argument)?.[1];
    switch (verb) {
      case 'EHLO':
        return '250-here\r\n250 AUTH PLAIN';
      case 'AUTH':
        return this.authenticate(argument);
      case 'MAIL':
        mail.from = address!;
        return '250 go on';
      case 'RCPT':
        return this.addRecipient(mail, address!);
      case 'DATA':
        return '354 go on';
      case 'QUIT':
        return '221 bye';
      default:
        return '250 fine';
    }
  }

  private keep(mail: DeliveredMail): string {
    if (this.refusesMessages) return `${this.refusesMessages} not this one`;
    this.mails.push(mail);
    return '250 kept';
  }

  private authenticate(given: string): string {
    const [, user, password] = Buffer.from(given.split(' ')[1]!, 'base64').toString().split('\0');
    this.logins.push(`${user}:${password}`);
    return password === 'wrong' ? '535 no' : '235 welcome';
  }

  private addRecipient(mail: DeliveredMail, recipient: string): string {
    const code = this.refusesRecipient(recipient);
    if (!code) mail.to.push(recipient);
    return code ? `${code} not ${recipient}` : '250 known';
  }
}
