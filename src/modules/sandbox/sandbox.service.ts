import { Injectable } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transactions } from '../../core/database/transaction';
import { violationsError } from '../../core/http/validation';
import { AccountsService } from '../accounts';
import { ApiKeysService } from '../api-keys';
import { CompaniesService, CompanySettings } from '../companies';
import { BootstrapInput } from './sandbox.inputs';
import { BootstrappedOutput } from './sandbox.outputs';
import { SandboxRepository } from './sandbox.repository';
import { starterNumber } from './starter-number';

const lifetimeMilliseconds = 7 * 24 * 60 * 60 * 1_000;
const defaultName = 'Sandbox company';

/** Organizations that anyone gets for trying the service out, in test mode and for a week. */
@Injectable()
export class SandboxService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly companies: CompaniesService,
    private readonly companySettings: CompanySettings,
    private readonly keys: ApiKeysService,
    private readonly repository: SandboxRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  get offered(): boolean {
    const { SANDBOX_BOOTSTRAP: wish, DEFAULT_MODE } = this.settings;
    return wish === 'on' || (wish === 'auto' && DEFAULT_MODE === 'test');
  }

  /** Throws INVALID_VAT_FORMAT, or a 400 when the number is of another country than the one named. */
  async bootstrap({
    keyType,
    name = defaultName,
    email,
    ...wish
  }: BootstrapInput): Promise<BootstrappedOutput> {
    const vatNumber = vatNumberOf(wish);
    const expiresAt = new Date(this.clock.now().getTime() + lifetimeMilliseconds);
    return this.transactions.run(async (tx) => {
      const entitlements = keyType === 'white_label' ? ['white_label'] : [];
      const organization = await this.accounts.openOrganization(tx, name.trim(), entitlements);
      await this.repository.insert(tx, organization.id, expiresAt, email);
      const tenancy = { organizationId: organization.id, livemode: false };
      const company = await this.companies.create(tx, tenancy, { vatNumber, name });
      const { key } = await this.keys.mint(tx, maker(organization.id), {
        name: 'sandbox',
        scopes: ['*'],
        keyType,
        companyId: keyType === 'personal' ? company.id : undefined,
        expiresAt: expiresAt.toISOString(),
      });
      return {
        key,
        keyType,
        expiresAt: expiresAt.toISOString(),
        organization: { id: organization.id, name: organization.name },
        company: await this.companySettings.show(company, tx),
      };
    });
  }
}

/** Who makes the first key of an organization without people. */
function maker(organizationId: string): Principal {
  return { kind: 'user', id: 'sandbox', organizationId, livemode: false, scopes: ['*'] };
}

function vatNumberOf({ country, vatNumber }: Pick<BootstrapInput, 'country' | 'vatNumber'>): string {
  if (!vatNumber) return starterNumber(country ?? 'FR');
  if (country && !vatNumber.trim().startsWith(country)) {
    const message = `is ${country}, but vatNumber begins with ${vatNumber.trim().slice(0, 2)}; give one of the two`;
    throw violationsError([{ field: 'country', rule: 'country', message, code: 'INVALID_REQUEST' }]);
  }
  return vatNumber;
}
