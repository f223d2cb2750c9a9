import { CompanyDefaults } from '../../core/companies/company-defaults.port';

/** What an organization has chosen; null where it has not. */
export interface PlatformSettings extends CompanyDefaults {
  displayName: string | null;
  primaryColor: string | null;
  supportEmail: string | null;
  logo: StoredLogo | null;
  updatedAt: Date | null;
}

/** A logo that was fetched and found to be an image. */
export interface Logo {
  url: string;
  mediaType: string;
  bytes: Buffer;
  sha256: Buffer;
  /** The same as a PNG, for where not every kind of image can be shown. */
  picture: Buffer;
}

/** The same without its bytes. */
export interface StoredLogo extends Omit<Logo, 'bytes' | 'picture'> {
  size: number;
  fetchedAt: Date;
}

export const noSettings: PlatformSettings = {
  displayName: null,
  primaryColor: null,
  supportEmail: null,
  logo: null,
  preferredFormat: null,
  autoCompliance: {},
  updatedAt: null,
};
