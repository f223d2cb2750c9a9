import { LifecycleStatus, lifecycleStatuses } from '../document-states';
import { reasonCodes } from './reason-codes';

/** Who moves a document. The two parties by themselves, each one's platform for it, and the tax authority. */
export const actors = ['buyer', 'seller', 'platform', 'authority'] as const;
export type Actor = (typeof actors)[number];

interface StatusRule {
  /** Code of XP Z12-012. */
  french: string;
  /** Response code of Peppol's Invoice Response (T111). */
  peppol?: string;
  /** Notification of Italy's exchange system that says the same. */
  sdi?: string;
  setBy: Actor;
  /** What it may follow when somebody sets it. */
  from: readonly LifecycleStatus[];
  /** How far it is: of two statuses that arrive in the wrong order the further one stays. */
  rank: number;
  /** Nothing follows it. */
  final?: true;
  /** Those that it must be given with. */
  reasonCodes?: readonly string[];
}

const sent = ['deposited', 'issued'] as const;
const arrived = ['received', 'available'] as const;
const inDoubt = ['disputed', 'suspended', 'completed'] as const;
const agreed = ['approved', 'partially_approved'] as const;
const open = [...arrived, 'in_process', ...inDoubt, ...agreed, 'payment_sent'] as const;

/** The business lifecycle (documents.md): reference 5.1 to 5.4 as data. Buyers may act on what has been received, though nobody made it available. */
export const transitions: Readonly<Record<LifecycleStatus, StatusRule>> = {
  deposited: { french: '200', setBy: 'platform', from: ['undeliverable', 'platform_rejected'], rank: 0 },
  issued: { french: '201', setBy: 'platform', from: ['deposited'], rank: 1 },
  undeliverable: { french: '221', sdi: 'MC', setBy: 'platform', from: sent, rank: 2 },
  received: {
    french: '202',
    peppol: 'AB',
    sdi: 'RC',
    setBy: 'platform',
    from: [...sent, 'undeliverable'],
    rank: 3,
  },
  available: { french: '203', peppol: 'AB', sdi: 'RC', setBy: 'platform', from: ['received'], rank: 4 },
  in_process: {
    french: '204',
    peppol: 'IP',
    setBy: 'buyer',
    from: [...arrived, ...inDoubt],
    rank: 5,
  },
  suspended: {
    french: '208',
    peppol: 'UQ',
    setBy: 'buyer',
    from: [...arrived, 'in_process', 'disputed'],
    rank: 6,
    reasonCodes: reasonCodes.suspended,
  },
  completed: { french: '209', peppol: 'IP', setBy: 'seller', from: ['suspended'], rank: 7 },
  disputed: {
    french: '207',
    peppol: 'UQ',
    setBy: 'buyer',
    from: [...arrived, 'in_process', ...agreed],
    rank: 8,
    reasonCodes: reasonCodes.disputed,
  },
  partially_approved: {
    french: '206',
    peppol: 'CA',
    setBy: 'buyer',
    from: [...arrived, 'in_process', 'disputed', 'completed'],
    rank: 9,
    reasonCodes: reasonCodes.partially_approved,
  },
  approved: {
    french: '205',
    peppol: 'AP',
    sdi: 'NE EC01',
    setBy: 'buyer',
    from: [...arrived, 'in_process', 'disputed', 'completed', 'partially_approved'],
    rank: 10,
  },
  payment_sent: { french: '211', peppol: 'PD', setBy: 'buyer', from: agreed, rank: 11 },
  rejected: {
    french: '210',
    peppol: 'RE',
    sdi: 'NE EC02',
    setBy: 'buyer',
    from: open,
    rank: 12,
    final: true,
    reasonCodes: reasonCodes.rejected,
  },
  // The seller sees the money even where the network never said that the document had arrived.
  paid: {
    french: '212',
    peppol: 'PD',
    setBy: 'seller',
    from: [...sent, 'undeliverable', ...open],
    rank: 12,
    final: true,
  },
  platform_rejected: {
    french: '213',
    sdi: 'NS',
    setBy: 'platform',
    from: [...sent, 'received'],
    rank: 12,
    final: true,
    reasonCodes: reasonCodes.platform_rejected,
  },
  cancelled: {
    french: '220',
    peppol: 'RE',
    setBy: 'seller',
    from: [...sent, 'undeliverable', ...open],
    rank: 12,
    final: true,
  },
};

/** What the actor may set now. */
export function allowedSteps(current: LifecycleStatus, actor: Actor): LifecycleStatus[] {
  return lifecycleStatuses.filter((status) => {
    const { setBy, from } = transitions[status];
    return setBy === actor && from.includes(current);
  });
}

/**
 * Whether what the other side tells moves the document. Messages come in any order: one that was written before the last is only
 * believed where it leads further.
 */
export function isMovedBy(current: LifecycleStatus, told: LifecycleStatus, late: boolean): boolean {
  if (transitions[current].final) return false;
  const { from, rank } = transitions[told];
  return rank > transitions[current].rank || (!late && from.includes(current));
}

/** Whether that side may say so. By Peppol's PD a buyer says that it has paid; of the seller's statuses no other is a buyer's to tell. */
export function mayTell(teller: 'buyer' | 'seller', status: LifecycleStatus): boolean {
  const { setBy } = transitions[status];
  return setBy === teller || setBy === 'platform' || (teller === 'buyer' && status === 'paid');
}
