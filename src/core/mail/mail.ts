export interface NewMail {
  organizationId: string;
  livemode: boolean;
  to: string[];
  subject: string;
  text: string;
  /** Stands where the text says `{secret}`; kept sealed, and no longer than until the mail is sent or given up. */
  secret?: string;
}

/** Under whose name a mail goes out, and who gets the answers; null: as the operator has set. */
export interface Letterhead {
  senderName: string | null;
  replyTo: string | null;
}

/** A mail that is to go out. */
export interface WaitingMail extends Letterhead {
  id: string;
  recipients: string[];
  /** Those of the recipients whom it has not reached yet. */
  unreached: string[];
  subject: string;
  text: string;
  createdAt: Date;
}

/** Why a recipient cannot be reached; not `final` means that a later try may succeed. */
export interface Refusal {
  recipient: string;
  reason: string;
  final: boolean;
}

/** Brings mails on their way: to an SMTP server, or into a folder. */
export abstract class MailTransport {
  /** Sends to the recipients not reached yet; who was refused. Throws, in plain words, when a later try may do better for all. */
  abstract send(mail: WaitingMail): Promise<Refusal[]>;
}
