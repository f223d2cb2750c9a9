import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { ParticipantRegistry, Registration } from '../participant-registry.port';

/**
 * The directory of test mode, in which several companies may hold the same id: every tester may try the same VAT number. Ids are
 * kept in lower case, as their comparison ignores it.
 */
@Injectable()
export class SandboxRegistry extends ParticipantRegistry {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async register({ companyId, organizationId, participantIds }: Registration): Promise<void> {
    await this.transactions.run((tx) =>
      tx.query(
        `INSERT INTO sandbox_participants (participant_id, organization_id, company_id, registered_at)
         SELECT DISTINCT lower(participant_id), $2, $3, $4::timestamptz FROM unnest($1::text[]) AS participant_id
         ON CONFLICT ON CONSTRAINT pk_sandbox_participants DO NOTHING`,
        [participantIds, organizationId, companyId, this.clock.now()],
      ),
    );
  }

  /** In the sandbox there is no other provider to take it over, so the key leads nowhere; asking again gives the same one. */
  release({ companyId }: Registration): Promise<string> {
    return Promise.resolve(`sandbox-${companyId}`);
  }

  async unregister({ companyId, participantIds }: Registration): Promise<void> {
    await this.transactions.run((tx) =>
      tx.query(
        `DELETE FROM sandbox_participants
         WHERE company_id = $1 AND participant_id IN (SELECT lower(id) FROM unnest($2::text[]) AS id)`,
        [companyId, participantIds],
      ),
    );
  }
}
