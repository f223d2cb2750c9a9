import { LifecycleStatus } from '../document-states';

/** Who speaks, or is spoken to: seller, buyer, platform, the administration's portal (UNTDID 3035 as the CDAR uses it). */
export type CdarRole = 'SE' | 'BY' | 'WK' | 'DFH';

export interface CdarStatus {
  /** MDT-105, list BR-FR-CDV-CL-06. */
  code: string;
  /** MDT-106, spelled as in the samples of XP Z12-012. */
  label: string;
  /** MDT-77: 305 while the platforms handle the invoice, 23 once its parties do. */
  phase: '305' | '23';
  /** MDT-88; the list gives none for a cancellation and for a routing error. */
  statusCode?: string;
  issuer: 'SE' | 'BY' | 'WK';
  /** Whom the message goes to, first the one that must act on it. The portal gets a copy of what is reported to it. */
  recipients: CdarRole[];
}

/** XP Z12-012 v1.4 (CDAR D22B), a line for each of our statuses. */
export const cdarStatuses: Readonly<Record<LifecycleStatus, CdarStatus>> = {
  deposited: platformStatus('200', 'Déposée', '10', ['SE', 'DFH']),
  issued: platformStatus('201', 'Émise', '51', ['SE']),
  received: platformStatus('202', 'Reçue', '43', ['SE', 'BY']),
  available: platformStatus('203', 'Mise_à_disposition', '48', ['SE', 'BY']),
  in_process: buyerStatus('204', 'Prise_en_charge', '45'),
  approved: buyerStatus('205', 'Approuvée', '1'),
  partially_approved: buyerStatus('206', 'Approuvée_partiellement', '49'),
  disputed: buyerStatus('207', 'En_litige', '46'),
  suspended: buyerStatus('208', 'Suspendue', '39'),
  completed: sellerStatus('209', 'Complétée', '37', ['BY']),
  rejected: buyerStatus('210', 'Refusée', '50', ['SE', 'DFH']),
  payment_sent: buyerStatus('211', 'Paiement_transmis', '47'),
  paid: sellerStatus('212', 'Encaissée', '47', ['BY', 'DFH']),
  platform_rejected: platformStatus('213', 'Rejetée', '8', ['SE', 'DFH']),
  cancelled: sellerStatus('220', 'Annulée', undefined, ['BY']),
  undeliverable: platformStatus('221', 'Erreur_de_routage', undefined, ['SE']),
};

/** 501, "irrecevable", is how the portal spells that a platform could not even read the invoice. */
const furtherCodes: Record<string, LifecycleStatus> = { '501': 'platform_rejected' };

const statusByCode = new Map<string, LifecycleStatus>([
  ...Object.entries(furtherCodes),
  ...Object.entries(cdarStatuses).map(([status, { code }]) => [code, status as LifecycleStatus] as const),
]);

/** Undefined for a code that has no place in our lifecycle, such as 225 (factored). */
export function statusOfCode(code: string): LifecycleStatus | undefined {
  return statusByCode.get(code);
}

function platformStatus(
  code: string,
  label: string,
  statusCode: string | undefined,
  recipients: CdarRole[],
): CdarStatus {
  return { code, label, phase: '305', statusCode, issuer: 'WK', recipients };
}

function buyerStatus(
  code: string,
  label: string,
  statusCode: string,
  recipients: CdarRole[] = ['SE'],
): CdarStatus {
  return { code, label, phase: '23', statusCode, issuer: 'BY', recipients };
}

function sellerStatus(
  code: string,
  label: string,
  statusCode: string | undefined,
  recipients: CdarRole[],
): CdarStatus {
  return { code, label, phase: '23', statusCode, issuer: 'SE', recipients };
}
