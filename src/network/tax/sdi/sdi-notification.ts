/** What SDI tells about a file, by the code in the message's file name and the name of its root element. */
export const sdiRoots = {
  /** Delivered. */
  RC: 'RicevutaConsegna',
  /** Rejected: the invoice counts as not issued. */
  NS: 'NotificaScarto',
  /** Not delivered; the invoice is issued, and lies in the tax area of its recipient. */
  MC: 'NotificaMancataConsegna',
  /** A public body has accepted or refused. */
  NE: 'NotificaEsito',
  /** A public body has not answered within 15 days, which counts as acceptance. */
  DT: 'NotificaDecorrenzaTermini',
  /** A public body could not be reached; the attestation stands for the delivery. */
  AT: 'AttestazioneTrasmissioneFattura',
  /** The buyer's answer, on its way to SDI. */
  EC: 'NotificaEsitoCommittente',
  /** SDI does not take the buyer's answer. */
  SE: 'ScartoEsitoCommittente',
  /** What comes to the recipient along with the invoice. */
  MT: 'MetadatiInvioFile',
} as const;

export type SdiKind = keyof typeof sdiRoots;

export const sdiNamespace = 'http://www.fatturapa.gov.it/sdi/messaggi/v1.0';

/** EC01: accepted; EC02: refused. */
export type SdiAnswer = 'EC01' | 'EC02';

/** The buyer's word on one invoice of a file. */
export interface BuyerOutcome {
  sdiId: string;
  invoice?: { number: string; year: string; position?: string };
  answer: SdiAnswer;
  description?: string;
  buyerMessageId?: string;
}

/** One message of SDI; which members it has depends on its kind. Times are kept as SDI writes them, with a zone or without. */
export interface SdiNotification {
  kind: SdiKind;
  /** IdentificativoSdI: SDI's own number of the file. */
  sdiId: string;
  fileName?: string;
  receivedAt?: string;
  deliveredAt?: string;
  recipientCode?: string;
  format?: string;
  deliveryAttempts?: string;
  recipient?: { code: string; description: string };
  archive?: { sdiId: string; fileName: string };
  errors: Array<{ code: string; description: string }>;
  /** Of NE and EC. */
  outcome?: BuyerOutcome;
  /** Of SE: why the buyer's answer was not taken. */
  refusal?: string;
  description?: string;
  messageId?: string;
  buyerMessageId?: string;
  note?: string;
  /** Of AT: SHA-256 of the file. */
  fileHash?: string;
  /** The transmitter is the recipient's intermediary too. */
  servesBothSides?: boolean;
}

/** `IT01234567890_11111.xml` is answered by `IT01234567890_11111_RC_001.xml`. */
export function notificationFileName(fileName: string, kind: SdiKind, position = 1): string {
  const stem = fileName.replace(/\.xml(\.p7m)?$/i, '');
  return `${stem}_${kind}_${String(position).padStart(3, '0')}.xml`;
}
