import { Invoice } from './invoice';
import { Report } from './rule-violation';
import { isExempt, ruleFamily } from './vat-categories';

/** A category that is not taxed says why (BR-E-10 and its kin), and no other one does (BR-S-10, BR-Z-10). */
export function checkExemptions({ vatBreakdown }: Invoice, report: Report): void {
  vatBreakdown.forEach(({ category, exemptionReason, exemptionCode }, index) => {
    const family = ruleFamily(category);
    const hasReason = exemptionReason !== undefined || exemptionCode !== undefined;
    if (!family || hasReason === isExempt(category)) return;
    const field = `vatBreakdown[${index}].exemptionReason`;
    const path = `cac:TaxTotal/cac:TaxSubtotal[${index + 1}]/cac:TaxCategory/cbc:TaxExemptionReason`;
    const [message, fix] = hasReason
      ? [
          `Category ${category} is no exemption, but gives the reason of one.`,
          'Leave exemptionReason and exemptionCode out.',
        ]
      : [
          `Category ${category} needs the reason of the exemption.`,
          `Give vatBreakdown, with exemptionReason or exemptionCode for category ${category}.`,
        ];
    report(`BR-${family}-10`, field, path, message, fix);
  });
}
