import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { PeriodicTask } from '../../core/clock/periodic-task';
import { Settings } from '../../core/config/settings';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiKeysService } from '../api-keys';
import { CompaniesService } from '../companies';
import { CustomDomains } from '../platform-settings';
import { SandboxRepository } from './sandbox.repository';

const companiesAtOnce = 100;

/**
 * Closes sandboxes whose week is over: every key of theirs ends, their companies leave the test network, and others may prove that their
 * domain's name is theirs. Nothing else is removed, since others may have exchanged documents with them.
 */
@Injectable()
export class ExpiredSandboxes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(
    private readonly settings: Settings,
    private readonly repository: SandboxRepository,
    private readonly companies: CompaniesService,
    private readonly keys: ApiKeysService,
    private readonly domains: CustomDomains,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    const interval = settings.SWEEP_INTERVAL_MS;
    this.task = new PeriodicTask('the closing of sandboxes', interval, () => this.closeAll());
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  private async closeAll(): Promise<void> {
    while (await this.transactions.run((tx) => this.closeOne(tx)));
  }

  /** Whether there was one. A large one takes several rounds, each of them one transaction. */
  private async closeOne(tx: Transaction): Promise<boolean> {
    const now = this.clock.now();
    const organizationId = await this.repository.lockExpired(tx, now);
    if (!organizationId) return false;
    await this.keys.revokeAll(tx, organizationId);
    const tenancy = { organizationId, livemode: false };
    await this.domains.choose(tx, tenancy, null);
    const { data, hasMore } = await this.companies.list(tenancy, {
      status: 'active',
      limit: companiesAtOnce,
    });
    for (const { id } of data) await this.companies.deregister(tx, tenancy, id);
    if (!hasMore) await this.repository.noteClosed(tx, organizationId, now);
    return true;
  }
}
