import { messageKinds } from '../../src/network/message-kinds.port';
import { Endpoint, EndpointQuery } from '../../src/network/endpoint-lookup.port';
import { ServiceMetadataLookup } from '../../src/network/smp/service-metadata-lookup';
import { TestApp } from './app';
import { DnsServer } from './dns-server';
import { OwnSmp } from './own-smp';
import { metadataOf, signedBy, SmpServer } from './smp-server';

/** An instance that looks up participants whom another provider's SMP publishes. */
export class LookupScene {
  static readonly kind = messageKinds.invoice;
  static readonly endpointUrl = 'https://ap.other.test/as4';
  private participants = 0;

  private constructor(
    readonly app: TestApp,
    readonly sml: DnsServer,
    readonly smp: SmpServer,
    readonly certificates: OwnSmp,
  ) {}

  static async start(): Promise<LookupScene> {
    const [certificates, sml, smp] = [new OwnSmp(), await DnsServer.start(), await SmpServer.start()];
    const app = await TestApp.start({ ...sml.settings, ...certificates.settings });
    return new LookupScene(app, sml, smp, certificates);
  }

  /** A new participant of the other SMP; `answer` is what that one says of its invoices. */
  participant(answer?: (participantId: string) => string | Buffer): string {
    const participantId = `9925:BE${String(++this.participants).padStart(10, '0')}`;
    this.sml.register(participantId, this.smp.url);
    if (answer)
      this.smp.answer({ body: answer(participantId) }, participantId, LookupScene.kind.documentType);
    return participantId;
  }

  readonly metadata = (participantId: string, more: object = {}): string => {
    const { kind, endpointUrl: url } = LookupScene;
    return metadataOf({ participantId, kind, url, accessPoint: this.certificates.accessPoint, ...more });
  };

  /** The same, signed by one whom the instance trusts. */
  readonly signed = (participantId: string, more?: object): string =>
    signedBy(this.certificates.signer, this.metadata(participantId, more));

  endpointOf(participantId: string, more: Partial<EndpointQuery> = {}): Promise<Endpoint> {
    const query = { participantId, ...LookupScene.kind, ...more };
    return this.app.app.get(ServiceMetadataLookup).endpointOf(query);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.smp.stop();
    await this.sml.stop();
  }
}

/** A NetworkError of this code. */
export const failure = (code: string, retryable = false): unknown =>
  expect.objectContaining({ code, retryable });
