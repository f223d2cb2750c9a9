/** Whoever has used most of what a plan allows: a company, or its organization as a whole. */
export interface QuotaBurn {
  organizationId: string;
  livemode: boolean;
  companyId?: string;
  /** Of this month's quota, from 80. */
  percent: number;
}

/** How many quotas of a mode have that share of them used, or more. */
export interface QuotasBurnt {
  livemode: boolean;
  percent: number;
  quotas: number;
}

/** Tells who nears the end of a quota, or is past it. Provided by the module that counts, where there is one. */
export abstract class QuotaStanding {
  /** Those of an organization and mode from 80 percent, worst first, at most a hundred. */
  abstract burn(of: { organizationId: string; livemode: boolean }): Promise<QuotaBurn[]>;

  /** Of all organizations; where there is none, nothing is said. */
  abstract burnt(percents: readonly number[]): Promise<QuotasBurnt[]>;
}
