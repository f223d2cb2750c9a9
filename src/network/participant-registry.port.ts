/** A company as the network's directory (SMP) should know it. */
export interface Registration {
  companyId: string;
  organizationId: string;
  livemode: boolean;
  name: string;
  /** ISO 3166. */
  country: string;
  /** `scheme:value`, the primary one first. */
  participantIds: string[];
  /** By which the provider that the company leaves lets it go. */
  migrationKey?: string;
}

/** Where our companies are published for others to look up. All calls may be repeated; they throw NetworkError. */
export abstract class ParticipantRegistry {
  /** PARTICIPANT_REGISTERED_ELSEWHERE, naming the provider, when another one holds an id and no migration key lets us take it. */
  abstract register(registration: Registration): Promise<void>;

  /** Withdraws the ids of the registration, which may be some of the company's only. */
  abstract unregister(registration: Registration): Promise<void>;

  /** Starts the way to another provider; the key that this one needs. The entry stays until that provider has taken it over. */
  abstract release(registration: Registration): Promise<string>;
}
