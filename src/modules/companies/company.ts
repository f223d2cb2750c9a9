import { DocumentFormat } from '../../core/companies/company-defaults.port';

export const companyStatuses = ['active', 'deregistered'] as const;

export type CompanyStatus = (typeof companyStatuses)[number];

export const smpStatuses = ['pending', 'registered', 'failed', 'removing', 'removed'] as const;

/** How far a company's entry in the network's directory (SMP) is. */
export type SmpStatus = (typeof smpStatuses)[number];

/** A legal entity that sends and receives through us. */
export interface Company {
  id: string;
  organizationId: string;
  livemode: boolean;
  name: string;
  vatNumber: string;
  /** ISO 3166, two letters. */
  country: string;
  /** `scheme:value` of its participant id on the network. */
  peppolId: string;
  /** Every id it can be addressed with, the one above first. */
  peppolIds: string[];
  /** Those of them that were given by hand, because no VAT number tells them. */
  additionalIds: string[];
  /** A deregistered company sends and receives no more; its history stays. */
  status: CompanyStatus;
  smpStatus: SmpStatus;
  /** Null until the directory entry first went live. */
  smpRegisteredAt: Date | null;
  /** Why the last registration failed, if it did. */
  smpErrorCode: string | null;
  smpErrorMessage: string | null;
  /** By country, whether reports to its tax authority are made without being asked; what is absent follows the platform's settings. */
  autoCompliance: Record<string, boolean>;
  /** Of its documents; null follows the platform's settings. */
  preferredFormat: DocumentFormat | null;
  /** The platform's own, copied into every event of the company. */
  metadata: Record<string, unknown>;
  createdAt: Date;
  updatedAt: Date;
}
