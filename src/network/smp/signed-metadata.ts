import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parseXml } from '../../core/xml/xml-tree';
import { NetworkError } from '../network-error.port';
import { InvalidSignature, SignedContent, verifyEnveloped } from './metadata-signature';
import { writeParticipant } from './participant-identifier';
import { readServiceMetadata, ServiceMetadata } from './service-metadata-reader';
import { SignerTrust } from './signer-trust';
import { hostOf, invalidAnswer, SmpClient } from './smp-client';

/** Service metadata as SMPs sign it, verified, with the one redirect that SMPs may use. */
@Injectable()
export class SignedMetadata {
  constructor(
    private readonly client: SmpClient,
    private readonly trust: SignerTrust,
  ) {}

  /** Nothing when the SMP does not know the participant or the document type. Throws NetworkError. */
  async read(
    smpUrl: string,
    participantId: string,
    documentType: string,
  ): Promise<ServiceMetadata | undefined> {
    const participant = encodeURIComponent(writeParticipant(participantId));
    const first = await this.readFrom(
      `${smpUrl}/${participant}/services/${encodeURIComponent(documentType)}`,
    );
    const last = first?.metadata.redirect ? await this.follow(first.metadata.redirect) : first;
    if (!last) return undefined;
    const { metadata, url } = last;
    if (metadata.participantId !== participantId.toLowerCase() || metadata.documentType !== documentType)
      throw invalidAnswer(url, 'it answered about something else.');
    return metadata;
  }

  private async follow({ url, certificateUid }: NonNullable<ServiceMetadata['redirect']>) {
    const next = await this.readFrom(url);
    if (!next) return undefined;
    if (next.metadata.redirect) throw invalidAnswer(url, 'it redirects a second time.');
    if (!isOf(next.signer, certificateUid)) {
      const message = `The SMP ${hostOf(url)} is not the one that was redirected to: its certificate is another.`;
      throw new NetworkError('SMP_SIGNER_NOT_TRUSTED', message, false);
    }
    return next;
  }

  private async readFrom(url: string) {
    const xml = await this.client.read(url);
    if (!xml) return undefined;
    const signed = verified(xml, url);
    this.trust.check(signed);
    try {
      return { url, signer: signed.signer, metadata: readServiceMetadata(signed.content) };
    } catch (error) {
      throw invalidAnswer(url, (error as Error).message);
    }
  }
}

function verified(xml: Buffer, url: string): SignedContent {
  try {
    // Our own parser first: it refuses the DOCTYPE and the broken XML that the one of the signature would put up with.
    parseXml(xml);
    return verifyEnveloped(xml.toString('utf8'));
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof InvalidSignature)) throw invalidAnswer(url, message);
    const text = `The signature of the SMP ${hostOf(url)} is not valid: ${message}.`;
    throw new NetworkError('SMP_SIGNATURE_INVALID', text, false);
  }
}

/** A redirect names the certificate's subject, whose parts are written in any order. */
function isOf(certificate: X509Certificate, uid: string): boolean {
  const parts = (name: string) =>
    name
      .split(/\s*[,\n]\s*/)
      .map((part) => part.trim().toLowerCase())
      .sort();
  return parts(uid).join() === parts(certificate.subject).join();
}
