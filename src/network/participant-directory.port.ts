export interface DirectoryQuery {
  livemode: boolean;
  /** `scheme:value`, in any spelling. */
  participantId: string;
}

/** What the network says of anybody's participant id. */
export interface DirectoryEntry {
  registered: boolean;
  /** What it can receive, as `scheme::value` of Peppol's code list; empty when it is not registered. */
  documentTypes: string[];
  /** Which directory answered. */
  source: 'sandbox' | 'sml';
  /** The address of the SMP that answered, where there is one. */
  smpUrl?: string;
}

/** Looks participants up: in the sandbox's own book, or in SML and SMP. */
export abstract class ParticipantDirectory {
  /** Throws NetworkError when the network does not answer; an id that nobody registered is an answer. */
  abstract lookup(query: DirectoryQuery): Promise<DirectoryEntry>;
}
