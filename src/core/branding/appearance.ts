import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Settings } from '../config/settings';
import { Branding, BrandHosts, ownBrand } from './branding.port';

/** How an organization appears to those who are written to on its behalf. */
export interface Appearance {
  /** What the product is called. */
  name: string;
  /** Where links lead, without a slash at the end. */
  url: string;
}

@Injectable()
export class Appearances {
  constructor(
    private readonly branding: Branding,
    private readonly hosts: BrandHosts,
    private readonly settings: Settings,
  ) {}

  /** Its name and domain as far as it has chosen them, else our own. Reads with the caller's connection. */
  async of(db: EntityManager, organizationId: string): Promise<Appearance> {
    const { displayName } = await this.branding.of(db, organizationId);
    const host = await this.hosts.hostOf(db, organizationId);
    return {
      name: displayName ?? ownBrand.displayName,
      url: host ? `https://${host}` : this.settings.PUBLIC_URL.replace(/\/+$/, ''),
    };
  }
}
