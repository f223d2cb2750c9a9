import { LifecycleStatus } from '../document-states';
import { Decimal } from './invoice';

/** One side of a message about an invoice. */
export interface MessageParty {
  /** `scheme:value`. */
  participantId: string;
  name: string;
  /** With the letters of its country. */
  vatNumber?: string;
}

/** Money that was received, a block for each rate of VAT where the seller tells them apart. */
export interface Payment {
  amount: Decimal;
  currency: string;
  /** Day of the payment, `YYYY-MM-DD`. */
  date: string;
  vatRate?: Decimal;
}

/**
 * What one trading party, or its platform, tells the other about an invoice. Peppol writes it as an Invoice Response, France as a CDAR;
 * a reader gives back what its format can say.
 */
export interface LifecycleMessage {
  id: string;
  issuedAt: Date;
  status: LifecycleStatus;
  /** Of the lists of the status (reference: XP Z12-012, OPStatusReason). */
  reasonCode?: string;
  reason?: string;
  /** What the issuer wants done about it (reference: OPStatusAction, which France shares). */
  requestedAction?: { code: string; text?: string };
  payments: Payment[];
  sender: MessageParty;
  receiver: MessageParty;
  /** The platform that hands it on, where the format names it: `0238:` and the number that the French administration gave it. */
  platform?: MessageParty;
  /** The invoice that it is about, by its issuer's words. */
  document: {
    number: string;
    issueDate: string;
    typeCode: string;
    /** When the platform took it, from its seller or from the network; the message's own time where nobody says. */
    takenAt?: Date;
    seller: MessageParty;
    buyer: MessageParty;
  };
}
