import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transaction } from '../../core/database/transaction';

/** No host name is called so. */
export const everyHost = '*';

/** Until when no certificate may be ordered, by host name, whoever has or had it: dropping a domain and choosing it again changes nothing. */
@Injectable()
export class CertificatePausesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async endFor(hostname: string, now: Date): Promise<Date | undefined> {
    const [row] = await this.dataSource.query<Array<{ end: Date | null }>>(
      `SELECT max(wait_until) AS "end" FROM certificate_pauses WHERE hostname IN ($1, $2) AND wait_until > $3`,
      [hostname, everyHost, now],
    );
    return row?.end ?? undefined;
  }

  /** What is over is forgotten on the way. */
  async keep(tx: Transaction, hostname: string, until: Date, now: Date): Promise<void> {
    await tx.query(`DELETE FROM certificate_pauses WHERE wait_until <= $1`, [now]);
    await tx.query(
      `INSERT INTO certificate_pauses (hostname, wait_until) VALUES ($1, $2)
       ON CONFLICT (hostname) DO UPDATE SET wait_until = greatest(certificate_pauses.wait_until, excluded.wait_until)`,
      [hostname, until],
    );
  }
}
