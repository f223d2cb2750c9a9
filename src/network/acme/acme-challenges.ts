import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock/clock';

const keptMilliseconds = 7 * 24 * 3_600_000;

/** What the certificate authority will ask for; kept in PostgreSQL, since it asks whichever process it happens to reach. */
@Injectable()
export class AcmeChallenges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async keep(token: string, keyAuthorization: string): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.query(`DELETE FROM acme_challenges WHERE created_at < $1`, [
      new Date(now.getTime() - keptMilliseconds),
    ]);
    await this.dataSource.query(
      `INSERT INTO acme_challenges (token, key_authorization, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [token, keyAuthorization, now],
    );
  }

  async find(token: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<Array<{ key_authorization: string }>>(
      `SELECT key_authorization FROM acme_challenges WHERE token = $1`,
      [token],
    );
    return row?.key_authorization;
  }
}
