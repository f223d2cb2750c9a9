/** Of a hand-off: for good, or until it is tried again when `retryable`. */
export interface Refusal {
  code: string;
  message: string;
  retryable: boolean;
}

/** What a magic recipient does with a document; all that is not said is what any recipient does. */
interface Script {
  refusal?: Refusal;
  /** The delivery of an accepted document takes this long. */
  delaySeconds?: number;
  /** An accepted document is refused later, by the recipient's side. */
  rejection?: { code: string; message: string };
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
  // What the buyer and the authority do after the delivery belongs to the lifecycle; to the network these are plain recipients.
  '0208:0000000210': {},
  '0208:0000000212': {},
  '0208:0000000213': {},
};

/** The script of a magic recipient; nothing for any other. */
export function scriptOf(participantId: string): Script | undefined {
  return Object.hasOwn(scripts, participantId) ? scripts[participantId] : undefined;
}
