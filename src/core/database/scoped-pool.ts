import { Pool, PoolClient, PoolConfig } from 'pg';
import { currentReach } from '../http/current-request';
import { TenantPool } from './tenant-pool';

type Lent = (error?: Error, client?: PoolClient, release?: (error?: Error | boolean) => void) => void;

export interface ScopedPoolConfig extends PoolConfig {
  /** Of `max`: those that requests of tenants work on. */
  tenantConnections: number;
}

/** What TypeORM takes for its pool: lends a connection that sees no more than the running code may (`currentReach`). */
export class ScopedPool {
  readonly system: Pool;
  private readonly tenants: TenantPool;

  constructor({ tenantConnections, max = 10, ...options }: ScopedPoolConfig) {
    this.system = new Pool({ ...options, max: Math.max(1, max - tenantConnections) });
    this.tenants = new TenantPool({ ...options, max: Math.max(1, tenantConnections) });
  }

  connect(lent: Lent): void {
    const reach = currentReach();
    const connection = reach === 'system' ? this.system.connect() : this.tenants.lend(reach);
    connection.then(
      (client) => lent(undefined, client, (error) => client.release(error)),
      (error: Error) => lent(error),
    );
  }

  on(event: 'error', listener: (error: Error) => void): this {
    this.system.on(event, listener);
    this.tenants.on(event, listener);
    return this;
  }

  end(ended: (error?: Error) => void): void {
    Promise.all([this.system.end(), this.tenants.end()]).then(() => ended(), ended);
  }
}
