import { Invoice, PaymentMeans } from '../formats/invoice';
import { Sheet } from './sheet';
import { paymentMeansOf } from './words';

/** How to pay, and what else was said. */
export function writePayment(sheet: Sheet, invoice: Invoice): void {
  const { paymentMeans = [], paymentTerms, payee, notes = [], attachments = [] } = invoice;
  const sections: Array<[string, string[]]> = [
    ['Payment', [...paymentMeans.map(meansText), payee ? `To ${payee.name}` : '', paymentTerms ?? '']],
    ['Notes', notes],
    [
      'Attached',
      attachments.map(({ id, description, fileName, url }) => joined([id, description, fileName, url])),
    ],
  ];
  for (const [title, texts] of sections) {
    const said = texts.filter(Boolean);
    if (said.length === 0) continue;
    sheet.need(40);
    sheet.paragraph(title, { size: 7, color: '#666666' });
    for (const text of said) sheet.paragraph(text);
    sheet.y += 8;
  }
}

function meansText({ code, iban, bic, accountName, remittance }: PaymentMeans): string {
  const spaced = iban?.replace(/(.{4})(?=.)/g, '$1\u00a0');
  const reference = remittance && `Reference ${remittance}`;
  return joined([
    paymentMeansOf(code),
    accountName,
    spaced && `IBAN ${spaced}`,
    bic && `BIC ${bic}`,
    reference,
  ]);
}

function joined(parts: Array<string | undefined>): string {
  return parts.filter(Boolean).join(' · ');
}
