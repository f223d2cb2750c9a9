/** A company as the network's directory (SMP) should know it. */
export interface Registration {
  companyId: string;
  organizationId: string;
  livemode: boolean;
  /** `scheme:value`, the primary one first. */
  participantIds: string[];
}

/** The directory in which receivers are looked up. Both calls may be repeated; they throw NetworkError. */
export abstract class ParticipantRegistry {
  abstract register(registration: Registration): Promise<void>;
  abstract unregister(registration: Registration): Promise<void>;
}
