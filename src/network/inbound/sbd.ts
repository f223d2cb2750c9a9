import { MessageKind } from '../network-gateway.port';

export const sbdNamespace = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
export const participantScheme = 'iso6523-actorid-upis';

/** A Standard Business Document: the envelope in which access points hand a payload on. */
export interface StandardBusinessDocument extends MessageKind {
  /** The sender's id of the message. */
  instanceId: string;
  /** `scheme:value` of both sides. */
  sender: string;
  receiver: string;
  /** ISO 3166; Peppol calls it C1's country. Absent in documents of before 2024. */
  senderCountry?: string;
  createdAt: Date;
  /** Its root element and what stands in it, byte for byte. */
  payload: Buffer;
}
