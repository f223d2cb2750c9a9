import { IncomingMessage } from 'node:http';
import { Fault, FaultyServer, HandledAnswer } from './faulty-server';

/** A transaction as phoss-ap keeps it, with what it would send over the network. */
export interface PhossApTransaction {
  sbdhInstanceID: string;
  senderID: string;
  receiverID: string;
  docTypeID: string;
  processID: string;
  c1CountryCode: string;
  payload: Buffer;
  status: 'pending' | 'rejected' | 'sending' | 'sent' | 'failed' | 'permanently_failed';
  mlsStatus: 'pending' | 'received_ap' | 'received_ab' | 'received_re';
  errorDetails: string | null;
}

/** How the sending of the next documents ends. */
type Sending = 'sent' | 'failed' | 'refused';

/**
 * phoss-ap as the exchange sees it: its routes, its statuses, its token, and a memory. It takes a second submission of the same id
 * for a second document, as the real one may.
 */
export class PhossApServer {
  readonly token = 'a token of the access point';
  /** Its verification refuses documents to this one. */
  readonly unknownReceiver = '0208:0000000999';
  readonly transactions: PhossApTransaction[] = [];
  sending: Sending = 'sent';
  sendingEnabled = true;
  private server!: FaultyServer;

  static async start(): Promise<PhossApServer> {
    const phoss = new PhossApServer();
    phoss.server = await FaultyServer.start((request, body) => phoss.answer(request, body));
    return phoss;
  }

  get settings(): Record<string, string> {
    return {
      NETWORK_GATEWAYS: 'test=phoss-ap, live=none',
      PHOSS_AP_URL: this.server.url,
      PHOSS_AP_TOKEN: this.token,
    };
  }

  set fault(fault: Fault | undefined) {
    this.server.fault = fault;
  }

  get calls(): number {
    return this.server.calls;
  }

  of(instanceId: string): PhossApTransaction[] {
    return this.transactions.filter(({ sbdhInstanceID }) => sbdhInstanceID === instanceId);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(request: IncomingMessage, body: Buffer): HandledAnswer {
    const { pathname, searchParams } = new URL(request.url!, 'http://phoss');
    if (request.headers['x-token'] !== this.token) return { status: 401, body: '' };
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    const route = `${request.method} ${parts.slice(0, 3).join('/')}`;
    if (route === 'GET api/outbound/status') return this.status(parts[3]!);
    if (route !== 'POST api/outbound/submit' || parts.length !== 8 || !this.sendingEnabled)
      return { status: 404, body: '' };
    const wrong = parts.slice(3, 7).find((id) => !/^[\w-]+::.+$/.test(id));
    if (wrong) return { status: 400, body: JSON.stringify(`Failed to parse the ID '${wrong}'`) };
    return this.submit(parts.slice(3), searchParams.get('sbdhInstanceID')!, body);
  }

  private submit(ids: string[], sbdhInstanceID: string, payload: Buffer): HandledAnswer {
    if (this.sending === 'refused' || ids[1]!.endsWith(this.unknownReceiver))
      return { status: 422, body: JSON.stringify('Failed to submit outbound transaction') };
    const [senderID, receiverID, docTypeID, processID, c1CountryCode] = ids as [
      string,
      string,
      string,
      string,
      string,
    ];
    const { sending } = this;
    this.transactions.push({
      sbdhInstanceID,
      senderID,
      receiverID,
      docTypeID,
      processID,
      c1CountryCode,
      payload,
      status: sending,
      mlsStatus: 'pending',
      errorDetails: sending === 'failed' ? 'Connection refused' : null,
    });
    const report = { sbdhInstanceID, overallSuccess: sending === 'sent' };
    return { status: sending === 'sent' ? 200 : 422, body: JSON.stringify(report) };
  }

  private status(instanceId: string): HandledAnswer {
    const [transaction] = this.of(instanceId);
    if (!transaction) return { status: 404, body: '' };
    const { payload: _payload, c1CountryCode: _country, ...told } = transaction;
    return {
      status: 200,
      body: JSON.stringify({ ...told, transactionType: 'business_document', attemptCount: 1 }),
    };
  }
}
