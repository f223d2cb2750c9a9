import { TaxAuthority } from '../../network/tax-authority.port';
import { failures } from './report';

/** What to do about a code, whoever gave it. */
const ours: Readonly<Record<string, string>> = {
  [failures.silent]:
    'The authority took the report and has not confirmed it in time. Retry the report: it is recognised and not counted twice. If it stays silent, ask the operator to look into the connection.',
  [failures.missed]:
    'The authority could not be reached within the legal window. Retry the report now and keep this record as evidence of the outage.',
  [failures.broken]: 'The report could not be written. Contact support with the id of the report.',
  AUTHORITY_NOT_CONFIGURED:
    'Ask the operator to connect this installation to the authority (TAX_AUTHORITIES), then retry; or report by other means and switch autoCompliance off for the company.',
  SDI_REFERENCE_UNKNOWN:
    'The invoice did not come through SDI, or its number there is not known here: answer its sender directly.',
};

/** XP Z12-012, list BR-FR-CDV-CL-09, and the reason codes of the flow service (XP Z12-013). */
const ofPpf: Readonly<Record<string, string>> = {
  REJ_SEMAN: 'A value breaks a rule of the format. Correct the invoice by a credit note and send it anew.',
  REJ_UNI:
    'The portal knows this invoice already. Check its number; if it is another invoice, give it a number of its own.',
  REJ_COH:
    'Values contradict each other or the directory. Compare parties, dates and totals, then retry or correct the invoice.',
  REJ_ADR:
    'The electronic address is not in the directory. Correct the address of the party, then send the invoice anew.',
  REJ_SIREN: 'The SIREN is not known to the directory. Check the VAT number of both companies, then retry.',
  DOUBLON: 'This was reported before: nothing more to do unless the number is used for two invoices.',
  AlreadyExistingFlow:
    'The platform has this flow already: nothing more to do unless the number is used for two invoices.',
  InvalidSchema: 'The file does not follow the schema. Contact support with the id of the report.',
  InvoiceLCInvalidStatus:
    'The status does not fit those reported before. Check the history of the document, then retry.',
  InvoiceLCStatusError: 'The status is not allowed here. Check the history of the document.',
  InvoiceLCAmountError:
    'Amounts do not fit the VAT of the invoice. Check the payments that were recorded, then retry.',
  InvoiceLCAccessDenied:
    'The company has not authorised this platform in the directory. Let it do so, then retry.',
};

/** Codes of SDI (Agenzia delle Entrate, list of checks, 1.x) and of its answers to buyers. */
const ofSdi: Readonly<Record<string, string>> = {
  '00001': 'The name of the file is not valid. Contact support with the id of the report.',
  '00002': 'A file of this name was sent before. Retry: the report gets a new name.',
  '00100': 'The certificate of the signature has expired. Ask the operator to renew it, then retry.',
  '00102': 'The signature is not valid. Ask the operator to check the signing certificate, then retry.',
  '00200':
    'The file does not follow the format. Correct the invoice and send it anew within five days, with the same number and date.',
  '00300': 'The fiscal code of the transmitter is not valid. Ask the operator to correct it, then retry.',
  '00305':
    "The buyer's VAT number is not known to the tax authority. Correct it and send the invoice anew within five days.",
  '00306':
    "The buyer's fiscal code is not known to the tax authority. Correct it and send the invoice anew within five days.",
  '00311':
    'The recipient code is not valid. Ask the buyer for it and send the invoice anew within five days.',
  '00404': 'SDI has this invoice already. If it is another one, give it a number of its own.',
  EN00: 'The answer does not follow the format. Contact support with the id of the report.',
  EN01: 'SDI does not allow this answer: the invoice is unknown to it, answered already, or the term has ended.',
};

const ofAuthority: Record<TaxAuthority, Readonly<Record<string, string>>> = { PPF: ofPpf, SDI: ofSdi };

/** What a person does next. Codes that are not in the tables get the way that always works. */
export function remediationOf(authority: TaxAuthority, code: string): string {
  const known = [ofAuthority[authority], ours].find((table) => Object.hasOwn(table, code));
  return (
    known?.[code] ??
    `Look the code ${code} up in the documentation of ${authority}, correct the cause, then retry the report.`
  );
}
