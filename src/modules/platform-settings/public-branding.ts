import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Branding, BrandHosts, ownBrand, VisitorBranding } from '../../core/branding/branding.port';
import { ApiError } from '../../core/http/api-error';
import { BrandingOutput, toBrandingOutput } from './branding.outputs';
import { Logo } from './platform-settings';
import { PlatformSettingsRepository } from './platform-settings.repository';

/** What anybody may see, by nothing but the host that they came to: nobody can go through all platforms. */
@Injectable()
export class PublicBranding extends VisitorBranding {
  constructor(
    private readonly branding: Branding,
    private readonly repository: PlatformSettingsRepository,
    private readonly dataSource: DataSource,
    private readonly hosts: BrandHosts,
  ) {
    super();
  }

  async show(host: string): Promise<BrandingOutput> {
    const organizationId = await this.hosts.organizationOf(host);
    return toBrandingOutput(
      organizationId ? await this.branding.of(this.dataSource.manager, organizationId) : ownBrand,
    );
  }

  /** Throws NOT_FOUND. */
  async logo(host: string): Promise<Omit<Logo, 'picture'>> {
    const organizationId = await this.hosts.organizationOf(host);
    const logo = organizationId && (await this.repository.findLogo(organizationId));
    if (!logo) throw new ApiError('NOT_FOUND', { message: 'There is no logo for this host.' });
    return logo;
  }
}
