import { EntityManager } from 'typeorm';

/** The forms in which a document can be given to its receiver: those alone that we write. */
export const documentFormats = ['ubl-xml'] as const;

export type DocumentFormat = (typeof documentFormats)[number];

/** What an organization wishes for all of its companies; each may say otherwise for itself. */
export interface CompanyDefaults {
  /** Null: ours. */
  preferredFormat: DocumentFormat | null;
  /** By country; what is absent follows the country's law. */
  autoCompliance: Record<string, boolean>;
}

/** Provided by modules/platform-settings. */
export abstract class DefaultsOfCompanies {
  /** Reads with the caller's connection. */
  abstract of(db: EntityManager, organizationId: string): Promise<CompanyDefaults>;
}
