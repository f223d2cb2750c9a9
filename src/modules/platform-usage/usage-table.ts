import { writeCsv } from '../../core/http/csv';
import { UsageOutput } from './usage.outputs';

/** The same as a table: a line for each company, or one for all of them. */
export function usageTable({ period, total, byCompany }: UsageOutput): string {
  const corrected = total.corrections === undefined ? [] : ['corrections'];
  if (!byCompany) {
    const titles = ['start', 'end', 'documentsSent', 'documentsReceived', ...corrected];
    const { documentsSent, documentsReceived, corrections } = total;
    return writeCsv(titles, [
      [period.start, period.end, documentsSent, documentsReceived, ...present(corrections)],
    ]);
  }
  const titles = ['companyId', 'tenantId', 'sent', 'received', 'complianceReports', ...corrected];
  const rows = byCompany.map(({ companyId, tenantId, sent, received, complianceReports, corrections }) => [
    companyId,
    tenantId,
    sent,
    received,
    complianceReports,
    ...present(corrections),
  ]);
  return writeCsv(titles, rows);
}

function present(count: number | undefined): number[] {
  return count === undefined ? [] : [count];
}
