import { Injectable } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { Transaction } from '../../core/database/transaction';
import { ApiKeysService } from '../api-keys';
import { CompaniesService, Company } from '../companies';
import { WebhooksService } from '../webhooks';
import { OnboardInput } from './onboarding.inputs';
import { OnboardedOutput, toOnboardedCompany } from './onboarding.outputs';

/** Everything that a new tenant needs, or nothing of it. */
@Injectable()
export class OnboardingService {
  constructor(
    private readonly companies: CompaniesService,
    private readonly webhooks: WebhooksService,
    private readonly keys: ApiKeysService,
  ) {}

  /** Throws what the parts throw: a blocked webhook address leaves no company behind. */
  async onboard(tx: Transaction, platform: Principal, input: OnboardInput): Promise<OnboardedOutput> {
    const { organizationId, livemode } = platform;
    const company = await this.companies.create(tx, { organizationId, livemode }, input);
    const webhook = input.webhook && (await this.openWebhook(tx, company, input.webhook));
    const apiKey = input.apiKey && (await this.mintKey(tx, platform, company, input.apiKey));
    return { company: toOnboardedCompany(company), ...(apiKey && { apiKey }), ...(webhook && { webhook }) };
  }

  private async openWebhook(
    tx: Transaction,
    { id: companyId, organizationId, livemode }: Company,
    input: NonNullable<OnboardInput['webhook']>,
  ): Promise<OnboardedOutput['webhook']> {
    const webhook = await this.webhooks.create(tx, { organizationId, livemode, companyId }, input);
    const { id, url, status, secret } = webhook;
    return { id, url, status, secret };
  }

  private async mintKey(
    tx: Transaction,
    platform: Principal,
    { id: companyId }: Company,
    input: NonNullable<OnboardInput['apiKey']>,
  ): Promise<OnboardedOutput['apiKey']> {
    const minted = await this.keys.mint(tx, platform, { ...input, keyType: 'personal', companyId });
    const { id, key, keyPrefix, name, scopes } = minted;
    return { id, key, keyPrefix, name, scopes };
  }
}
