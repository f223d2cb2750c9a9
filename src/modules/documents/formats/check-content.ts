import { checkDocumentAdjustments } from './check-adjustments';
import { checkDecimals } from './check-decimals';
import { checkExemptions } from './check-exemptions';
import { checkLines } from './check-lines';
import { checkMandatory } from './check-mandatory';
import { Invoice } from './invoice';
import { collectViolations, RuleViolation } from './rule-violation';

/** What neither the shape nor the sums can say: missing parts, decimals, reasons, rates that do not fit their category. */
export function checkContent(invoice: Invoice): RuleViolation[] {
  return collectViolations(invoice, (checked, report) => {
    checkMandatory(checked, report);
    checkDecimals(checked, report);
    checkDocumentAdjustments(checked, report);
    checkExemptions(checked, report);
    checkLines(checked, report);
  });
}
