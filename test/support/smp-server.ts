import { createServer, Server } from 'node:http';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { AddressInfo } from 'node:net';
import { MessageKind } from '../../src/network/network-gateway.port';
import { signEnveloped } from '../../src/network/smp/metadata-signature';
import { writeUnsignedMetadata } from '../../src/network/smp/service-metadata-writer';
import { IssuedCertificate } from '../outbound/certificates';
import { smpPath } from './own-smp';

interface Reply {
  status?: number;
  body?: string | Buffer;
  /** Never answers. */
  hangs?: boolean;
}

interface Metadata {
  participantId: string;
  kind: MessageKind;
  /** Where the participant receives. */
  url: string;
  accessPoint: IssuedCertificate;
  transportProfile?: string;
}

/** Somebody else's SMP, which answers whatever a test wants. */
export class SmpServer {
  private readonly replies = new Map<string, Reply>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmpServer> {
    const server = createServer();
    const smp = new SmpServer(server);
    server.on('request', ({ url = '' }, response) => {
      const { status = 200, body, hangs } = smp.replies.get(url) ?? { status: 404 };
      if (hangs) return;
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return smp;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What it answers for a participant, or for one of its document types. */
  answer(reply: Reply, participantId: string, documentType?: string): void {
    this.answerAt(smpPath(participantId.toLowerCase(), documentType), reply);
  }

  answerAt(path: string, reply: Reply): void {
    this.replies.set(path, reply);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Service metadata as another SMP writes it. */
export function metadataOf({ participantId, kind, url, accessPoint, transportProfile }: Metadata): string {
  return writeUnsignedMetadata({
    participantId,
    kind,
    accessPoint: {
      url,
      certificate: new X509Certificate(accessPoint.cert),
      transportProfile: transportProfile ?? 'peppol-transport-as4-v2_0',
    },
    technicalContact: 'https://smp.other.test',
  });
}

/** The metadata that sends readers to another SMP. */
export function redirectTo(url: string, certificateUid: string): string {
  return `<SignedServiceMetadata xmlns="http://busdox.org/serviceMetadata/publishing/1.0/"><ServiceMetadata><Redirect href="${url}"><CertificateUID>${certificateUid}</CertificateUID></Redirect></ServiceMetadata></SignedServiceMetadata>`;
}

export function signedBy({ key, cert }: IssuedCertificate, xml: string): string {
  return signEnveloped(xml, createPrivateKey(key), new X509Certificate(cert));
}
