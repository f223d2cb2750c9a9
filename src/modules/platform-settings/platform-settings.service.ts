import { Injectable, Optional } from '@nestjs/common';
import { Caller, Principal, Tenancy } from '../../core/auth/caller';
import { Entitlements } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { checkAutoCompliance } from '../companies';
import { CustomDomainOutput, CustomDomains } from './custom-domains.port';
import { LogoDownload } from './logo-download';
import { mergeSettings } from './merge-settings';
import { Logo } from './platform-settings';
import { UpdatePlatformSettingsInput } from './platform-settings.inputs';
import { PlatformSettingsOutput, toPlatformSettingsOutput } from './platform-settings.outputs';
import { PlatformSettingsRepository } from './platform-settings.repository';

/** A change as it can be written: checked, and with all that had to be fetched for it. */
export interface PreparedChange {
  input: UpdatePlatformSettingsInput;
  /** Undefined: it stays; null: there shall be none. */
  logo: Logo | null | undefined;
  /** As it is now; of no interest when another one is chosen. */
  domain: CustomDomainOutput | null;
}

/** What an organization has chosen for itself, its tenants and its companies; the same in both modes. */
@Injectable()
export class PlatformSettingsService {
  constructor(
    private readonly repository: PlatformSettingsRepository,
    private readonly logos: LogoDownload,
    private readonly entitlements: Entitlements,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Optional() private readonly domains?: CustomDomains,
  ) {}

  async show(tenancy: Tenancy): Promise<PlatformSettingsOutput> {
    const settings = await this.repository.find(tenancy.organizationId);
    return toPlatformSettingsOutput(settings, await this.domainOf(tenancy));
  }

  /** Fetches the logo, since no transaction may wait for somebody's server. Throws a 400, LOGO_UNUSABLE or ENTITLEMENT_REQUIRED. */
  async prepare({ principal, tenancy }: Caller, input: UpdatePlatformSettingsInput): Promise<PreparedChange> {
    const { branding, customDomain, defaults } = input;
    checkAutoCompliance(defaults?.autoCompliance ?? {}, 'defaults.autoCompliance');
    if (branding !== undefined || customDomain !== undefined) await this.checkEntitlement(principal);
    const logo = await this.fetchLogo(input, tenancy);
    const domain = customDomain === undefined ? await this.domainOf(tenancy) : null;
    return { input, logo, domain };
  }

  async update(
    tx: Transaction,
    tenancy: Tenancy,
    { input, logo, domain }: PreparedChange,
  ): Promise<PlatformSettingsOutput> {
    const { organizationId } = tenancy;
    const now = this.clock.now();
    const settings = await this.repository.lock(tx, organizationId, now);
    await this.repository.save(tx, organizationId, mergeSettings(settings, input));
    if (logo !== undefined) await this.repository.saveLogo(tx, organizationId, logo, now);
    const { customDomain } = input;
    const chosen = customDomain === undefined ? domain : await this.choose(tx, tenancy, customDomain);
    return toPlatformSettingsOutput(await this.repository.find(organizationId, tx), chosen);
  }

  private async fetchLogo(
    { branding }: UpdatePlatformSettingsInput,
    { livemode }: Tenancy,
  ): Promise<Logo | null | undefined> {
    const url = branding === null ? null : branding?.logoUrl;
    return url === null || url === undefined ? url : this.logos.fetch(url.trim(), livemode);
  }

  private async domainOf(tenancy: Tenancy): Promise<CustomDomainOutput | null> {
    return (await this.domains?.describe(tenancy)) ?? null;
  }

  private choose(
    tx: Transaction,
    tenancy: Tenancy,
    hostname: string | null,
  ): Promise<CustomDomainOutput | null> {
    if (!this.domains) throw new Error('nothing provides custom domains');
    return this.domains.choose(tx, tenancy, hostname?.trim() ?? null);
  }

  private async checkEntitlement({ keyType, organizationId }: Principal): Promise<void> {
    if (keyType === 'white_label') return;
    const entitled = await this.transactions.run((tx) =>
      this.entitlements.has(tx, organizationId, 'white_label'),
    );
    if (entitled) return;
    throw new ApiError('ENTITLEMENT_REQUIRED', {
      message:
        'branding and customDomain need a white-label key (flw_wl_…) or an organization with that entitlement.',
    });
  }
}
