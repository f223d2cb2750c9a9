import { Invoice, isCreditNote } from './invoice';

/** A business rule that a document breaks. */
export interface RuleViolation {
  rule: string;
  severity: 'fatal' | 'warning';
  /** In the JSON model. */
  field: string;
  /** In the UBL document. */
  xpath: string;
  message: string;
  fix: string;
}

/** Field and path are given without their root, which is the same for all violations of a document. */
export type Report = (rule: string, field: string, xpath: string, message: string, fix: string) => void;

/** What the checks report about the invoice. */
export function collectViolations(
  invoice: Invoice,
  check: (invoice: Invoice, report: Report) => void,
): RuleViolation[] {
  const violations: RuleViolation[] = [];
  const root = isCreditNote(invoice.type) ? '/CreditNote' : '/Invoice';
  check(invoice, (rule, field, xpath, message, fix) =>
    violations.push({
      rule,
      severity: 'fatal',
      field: `document.${field}`,
      xpath: `${root}/${xpath}`,
      message,
      fix,
    }),
  );
  return violations;
}

export function lineElement(invoice: Invoice): string {
  return isCreditNote(invoice.type) ? 'cac:CreditNoteLine' : 'cac:InvoiceLine';
}
