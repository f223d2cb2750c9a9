import { DocumentCount } from './stats.repository';

export interface Breakdown {
  failed: number;
  byType: Array<{ type: string; outgoing: number; incoming: number }>;
  byStatus: Record<string, number>;
  byLifecycleStatus: Record<string, number>;
}

/** The same documents, looked at from each side. */
export function breakDown(counts: DocumentCount[]): Breakdown {
  const types = new Map<string, { type: string; outgoing: number; incoming: number }>();
  const byStatus: Record<string, number> = {};
  const byLifecycleStatus: Record<string, number> = {};
  for (const { direction, type, status, lifecycleStatus, documents } of counts) {
    const ofType = types.get(type) ?? { type, outgoing: 0, incoming: 0 };
    ofType[direction] += documents;
    types.set(type, ofType);
    byStatus[status] = (byStatus[status] ?? 0) + documents;
    byLifecycleStatus[lifecycleStatus] = (byLifecycleStatus[lifecycleStatus] ?? 0) + documents;
  }
  const byType = [...types.values()].sort((left, right) => left.type.localeCompare(right.type));
  return { failed: byStatus.failed ?? 0, byType, byStatus, byLifecycleStatus };
}

/** The share of those that came to an end well, to four digits; null when none has come to an end. */
export function successRate(sent: number, failed: number): number | null {
  return sent + failed === 0 ? null : Math.round((sent / (sent + failed)) * 10_000) / 10_000;
}
