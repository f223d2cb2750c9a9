import { EntityManager } from 'typeorm';

export interface BrandLogo {
  mediaType: string;
  sha256: Buffer;
}

/** How an organization shows itself to its tenants. Null where it has said nothing: then they see our own name and colour. */
export interface Brand {
  displayName: string | null;
  supportEmail: string | null;
  /** `#RRGGBB`. */
  primaryColor: string | null;
  logo: BrandLogo | null;
}

/** What is shown where nobody has chosen anything else. */
export const ownBrand = {
  displayName: 'Flowie Exchange',
  supportEmail: null,
  primaryColor: '#1F4B99',
  logo: null,
} satisfies Brand;

/** Tells how an organization shows itself. Provided by modules/platform-settings. */
export abstract class Branding {
  /** Reads with the caller's connection. */
  abstract of(db: EntityManager, organizationId: string): Promise<Brand>;

  /** The logo as a PNG; undefined when there is none. */
  abstract picture(db: EntityManager, organizationId: string): Promise<Buffer | undefined>;
}

/** Tells whose visitors come under a host name. Provided by modules/custom-domains. */
export abstract class BrandHosts {
  /** The organization that the host is a verified domain of; undefined when there is none. */
  abstract organizationOf(host: string): Promise<string | undefined>;

  /** The host that links on behalf of the organization lead to: a domain of its own that is served; undefined when there is none. */
  abstract hostOf(db: EntityManager, organizationId: string): Promise<string | undefined>;
}

/** What somebody who came to a host is shown. */
export interface ShownBrand {
  displayName: string;
  primaryColor: string;
  supportEmail: string | null;
  /** Below the same host. */
  logoUrl: string | null;
}

/** Tells what visitors are shown, by nothing but the host that they came to. Provided by modules/platform-settings. */
export abstract class VisitorBranding {
  abstract show(host: string): Promise<ShownBrand>;
}
