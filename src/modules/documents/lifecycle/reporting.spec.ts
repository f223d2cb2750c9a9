import { LifecycleStatus, lifecycleStatuses } from '../document-states';
import { willReportTo } from './reporting';

const invoice = { type: 'invoice' } as const;
const outgoing = { ...invoice, direction: 'outgoing' } as const;
const incoming = { ...invoice, direction: 'incoming' } as const;
const selfBilled = { type: 'self_billed_invoice' } as const;

const chosen = (value: boolean) => ({ value, source: 'platform' as const });

function reported(
  country: string,
  document: Parameters<typeof willReportTo>[2],
  autoCompliance = {},
): LifecycleStatus[] {
  return lifecycleStatuses.filter(
    (status) => willReportTo(country, { autoCompliance }, document, status).length > 0,
  );
}

describe('willReportTo', () => {
  it('reports to PPF what France wants, each from the side that knows it', () => {
    expect(reported('FR', outgoing)).toEqual(['deposited', 'paid', 'platform_rejected']);
    expect(reported('FR', incoming)).toEqual(['rejected']);
    expect(willReportTo('FR', { autoCompliance: {} }, outgoing, 'paid')).toEqual(['PPF']);
  });

  it('goes by who sells where the customer writes the invoice', () => {
    expect(reported('FR', { ...selfBilled, direction: 'outgoing' })).toEqual([
      'deposited',
      'rejected',
      'platform_rejected',
    ]);
    expect(reported('FR', { ...selfBilled, direction: 'incoming' })).toEqual(['paid']);
  });

  it("gives SDI an Italian buyer's outcome", () => {
    expect(reported('IT', incoming)).toEqual(['approved', 'rejected']);
    expect(reported('IT', outgoing)).toEqual([]);
    expect(willReportTo('IT', { autoCompliance: {} }, incoming, 'approved')).toEqual(['SDI']);
  });

  it('reports nothing where there is nobody to report to, or company or platform do not wish it', () => {
    for (const country of ['BE', 'DE', 'NL']) expect(reported(country, outgoing)).toEqual([]);
    expect(reported('FR', outgoing, { FR: chosen(false) })).toEqual([]);
    expect(reported('FR', outgoing, { IT: chosen(false), FR: chosen(true) })).toHaveLength(3);
  });
});
