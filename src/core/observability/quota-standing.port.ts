/** Whoever has used most of what a plan allows: a company, or its organization as a whole. */
export interface QuotaBurn {
  organizationId: string;
  livemode: boolean;
  companyId?: string;
  /** Of this month's quota, from 80. */
  percent: number;
}

/** Tells who nears the end of a quota, or is past it. Provided by the module that counts, where there is one. */
export abstract class QuotaStanding {
  /** Those from 80 percent, worst first, at most a hundred; of one organization and mode when it is named. */
  abstract burn(of?: { organizationId: string; livemode: boolean }): Promise<QuotaBurn[]>;
}
