import { TaxAuthority } from '../../../network/tax-authority.port';
import { EffectiveSettings } from '../../companies';
import { Document } from '../document.entity';
import { LifecycleStatus } from '../document-states';
import { PartyRole, roleOf } from './party-role';

interface ReportingRule {
  country: string;
  authority: TaxAuthority;
  /** Whose company reports it: the one that sent the document, or the one that has this role in it. */
  statuses: Partial<Record<LifecycleStatus, PartyRole | 'sender'>>;
}

/** Which statuses the law wants reported (reference 5.1, 5.2). Belgium and all others: none. */
const rules: readonly ReportingRule[] = [
  {
    country: 'FR',
    authority: 'PPF',
    statuses: { deposited: 'sender', platform_rejected: 'sender', paid: 'seller', rejected: 'buyer' },
  },
  { country: 'IT', authority: 'SDI', statuses: { approved: 'buyer', rejected: 'buyer' } },
];

/** To whom this status of this company's document is reported; its country's reports may be switched off. */
export function willReportTo(
  country: string,
  { autoCompliance }: Pick<EffectiveSettings, 'autoCompliance'>,
  document: Pick<Document, 'direction' | 'type'>,
  status: LifecycleStatus,
): TaxAuthority[] {
  const role = roleOf(document);
  const isOurs = (reporter?: PartyRole | 'sender') =>
    reporter === role || (reporter === 'sender' && document.direction === 'outgoing');
  return rules
    .filter((rule) => rule.country === country && autoCompliance[country]?.value !== false)
    .filter(({ statuses }) => isOurs(statuses[status]))
    .map(({ authority }) => authority);
}
