import { Registration } from '../../network/participant-registry.port';
import { Company } from './company';

/** What the network's directory is to know of a company. */
export function toRegistration({
  id,
  organizationId,
  livemode,
  name,
  country,
  peppolIds,
}: Company): Registration {
  return { companyId: id, organizationId, livemode, name, country, participantIds: peppolIds };
}
