import { Pool, PoolClient, PoolConfig } from 'pg';
import { RowScope } from './row-scope';

/** Owns nothing, so that the policies hold for it. The migrations make it; nobody signs in with it. */
const tenantRole = 'flowie_tenant';

const confine = `SELECT set_config('flowie.organization_id', $1, false), set_config('flowie.livemode', $2, false),
  set_config('flowie.company_id', $3, false)`;

/** Connections that see the rows of one scope at a time, and none at all before they are given one. */
export class TenantPool extends Pool {
  private readonly scopes = new WeakMap<PoolClient, string>();

  constructor(options: PoolConfig) {
    super({ ...options, onConnect: (client) => client.query(`SET ROLE ${tenantRole}`) as unknown as void });
  }

  async lend(scope: RowScope): Promise<PoolClient> {
    const client = await this.connect();
    // Given back within a transaction, it would end with that: whatever was set meanwhile, and who knows what was not.
    if (client.getTransactionStatus() !== 'I') {
      client.release(true);
      return this.lend(scope);
    }
    try {
      await this.confine(client, scope);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return client;
  }

  /** One round trip, and none when the connection served the same tenant before. */
  private async confine(
    client: PoolClient,
    { organizationId, livemode, companyId }: RowScope,
  ): Promise<void> {
    const values = [organizationId, String(livemode ?? ''), companyId ?? ''];
    const wanted = values.join('\n');
    if (this.scopes.get(client) === wanted) return;
    await client.query({ name: 'confine', text: confine, values });
    this.scopes.set(client, wanted);
  }
}
