export const deliveryJob = 'sandbox.deliver';

/** Of a hand-off: for good, or until it is tried again when `retryable`. */
export interface Refusal {
  code: string;
  message: string;
  retryable: boolean;
}

/** What the recipient says of a document, this long after it arrived. */
export interface Answer {
  afterSeconds: number;
  status: 'approved' | 'rejected' | 'payment_sent' | 'paid';
  reasonCode?: string;
  reason?: string;
}

/** What a magic recipient does with a document; all that is not said is what any recipient does. */
interface Script {
  refusal?: Refusal;
  /** The delivery of an accepted document takes this long. */
  delaySeconds?: number;
  /** An accepted document is refused later, by the recipient's side. */
  rejection?: { code: string; message: string };
  /** What the buyer says of a delivered document. */
  answers?: Answer[];
}

/** The magic recipients (contract 3.3). They never answer with an echo. */
const scripts: Readonly<Record<string, Script>> = {
  '0208:0000000404': {
    refusal: {
      code: 'RECIPIENT_UNREACHABLE',
      message: "The recipient's access point cannot be reached.",
      retryable: false,
    },
  },
  '0208:0000000408': { delaySeconds: 10 },
  '0208:0000000422': {
    rejection: {
      code: 'SCHEMA_REJECTED',
      message: "The recipient's access point rejected the document by its schema.",
    },
  },
  '0208:0000000503': {
    refusal: { code: 'UPSTREAM_UNAVAILABLE', message: 'The access point does not answer.', retryable: true },
  },
  '0208:0000000210': {
    answers: [
      {
        afterSeconds: 0,
        status: 'rejected',
        reasonCode: 'TX_TVA_ERR',
        reason: 'The rate of VAT is wrong.',
      },
    ],
  },
  '0208:0000000212': {
    answers: [
      { afterSeconds: 0, status: 'approved' },
      { afterSeconds: 5, status: 'payment_sent' },
      { afterSeconds: 10, status: 'paid' },
    ],
  },
  // What the authority does after the delivery is its own business; to the network this is a plain recipient.
  '0208:0000000213': {},
};

/** The script of a magic recipient; nothing for any other. */
export function scriptOf(participantId: string): Script | undefined {
  return Object.hasOwn(scripts, participantId) ? scripts[participantId] : undefined;
}
