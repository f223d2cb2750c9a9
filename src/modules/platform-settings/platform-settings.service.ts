import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Caller, Principal, Tenancy } from '../../core/auth/caller';
import { Entitlements } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { checkAutoCompliance } from '../companies';
import { CustomDomainOutput, CustomDomains } from './custom-domains.port';
import { LogoDownload } from './logo-download';
import { mergeSettings } from './merge-settings';
import { Logo, PlatformSettings } from './platform-settings';
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
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly domains: CustomDomains,
  ) {}

  async show(tenancy: Tenancy): Promise<PlatformSettingsOutput> {
    const settings = await this.repository.find(tenancy.organizationId);
    return toPlatformSettingsOutput(settings, await this.domains.describe(tenancy));
  }

  /** Fetches the logo, since no transaction may wait for somebody's server. Throws a 400, LOGO_UNUSABLE or ENTITLEMENT_REQUIRED. */
  async prepare({ principal, tenancy }: Caller, input: UpdatePlatformSettingsInput): Promise<PreparedChange> {
    const { branding, customDomain, defaults } = input;
    checkAutoCompliance(defaults?.autoCompliance ?? {}, 'defaults.autoCompliance');
    if (branding !== undefined || customDomain !== undefined) await this.checkEntitlement(principal);
    const logo = await this.fetchLogo(input, tenancy);
    const domain = customDomain === undefined ? await this.domains.describe(tenancy) : null;
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
    const chosen =
      customDomain === undefined
        ? domain
        : await this.domains.choose(tx, tenancy, customDomain?.trim() ?? null);
    const changed = await this.repository.find(organizationId, tx);
    await this.note(tx, organizationId, fieldChanges(auditedOf(settings), auditedOf(changed)));
    return toPlatformSettingsOutput(changed, chosen);
  }

  private async note(tx: Transaction, organizationId: string, changes: FieldChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.audit.append(tx, {
      action: 'platform_settings.updated',
      subject: { type: 'organization', id: organizationId },
      changes,
      owner: { organizationId, livemode: null },
    });
  }

  private async fetchLogo(
    { branding }: UpdatePlatformSettingsInput,
    { livemode }: Tenancy,
  ): Promise<Logo | null | undefined> {
    const url = branding === null ? null : branding?.logoUrl;
    return url === null || url === undefined ? url : this.logos.fetch(url.trim(), livemode);
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

/** The logo is told by its address and its digest, since another image may come from the same address. */
function auditedOf({ logo, updatedAt: _, ...settings }: PlatformSettings) {
  return { ...settings, logoUrl: logo?.url ?? null, logoSha256: logo?.sha256.toString('hex') ?? null };
}
