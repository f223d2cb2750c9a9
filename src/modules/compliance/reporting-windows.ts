import { TaxAuthority } from '../../network/tax-authority.port';

interface ReportingWindow {
  hours: number;
  source: string;
}

const platform: ReportingWindow = {
  hours: 24,
  source:
    'France: an accredited platform passes mandatory statuses (200, 210, 212, 213) to the portal within 24 hours (DGFiP, external ' +
    'specifications of B2B e-invoicing; XP Z12-012 names the statuses).',
};
const invoice: ReportingWindow = {
  hours: 12 * 24,
  source: 'Italy: an invoice is sent to SDI within 12 days of the supply (d.P.R. 633/1972, art. 21 c. 4).',
};
const answer: ReportingWindow = {
  hours: 15 * 24,
  source: 'Italy: the buyer answers within 15 days, else the term ends (d.m. 55/2013, annex B 4.5).',
};

/** How long a status may be reported for, from the moment that it was reached. What is not named here is an authority's default. */
const windows: Record<TaxAuthority, { default: ReportingWindow; byStatus: Record<string, ReportingWindow> }> =
  {
    PPF: {
      default: platform,
      byStatus: { deposited: platform, rejected: platform, paid: platform, platform_rejected: platform },
    },
    SDI: { default: invoice, byStatus: { deposited: invoice, approved: answer, rejected: answer } },
  };

export function deadlineOf(authority: TaxAuthority, status: string, reachedAt: Date): Date {
  const { byStatus, default: fallback } = windows[authority];
  const { hours } = Object.hasOwn(byStatus, status) ? byStatus[status]! : fallback;
  return new Date(reachedAt.getTime() + hours * 3_600_000);
}
