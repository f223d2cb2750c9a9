import { MessageKind } from './network-gateway.port';

const documentScheme = 'busdox-docid-qns';
const processScheme = 'cenbii-procid-ubl';

const kind = (document: string, process: string): MessageKind => ({
  documentType: `${documentScheme}::${document}`,
  process: `${processScheme}::${process}`,
});

const ubl = (name: string, customization: string) =>
  `urn:oasis:names:specification:ubl:schema:xsd:${name}-2::${name}##${customization}::2.1`;

const billing = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const selfBilling = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0';
const billingProcess = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const selfBillingProcess = 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0';

/** What we send and can receive, by the ids of Peppol's code lists v9.7 (document types, processes). */
export const messageKinds = {
  invoice: kind(ubl('Invoice', billing), billingProcess),
  creditNote: kind(ubl('CreditNote', billing), billingProcess),
  selfBilledInvoice: kind(ubl('Invoice', selfBilling), selfBillingProcess),
  selfBilledCreditNote: kind(ubl('CreditNote', selfBilling), selfBillingProcess),
  invoiceResponse: kind(
    ubl('ApplicationResponse', 'urn:fdc:peppol.eu:poacc:trns:invoice_response:3'),
    'urn:fdc:peppol.eu:poacc:bis:invoice_response:3',
  ),
  frenchLifecycle: kind(
    'urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100::CrossDomainAcknowledgementAndResponse##urn:peppol:france:billing:cdv:1.0::D22B',
    'urn:peppol:france:billing:regulated',
  ),
} as const satisfies Record<string, MessageKind>;

/** Every document type that a company of ours can receive. */
export const receivableDocumentTypes = Object.values(messageKinds).map(({ documentType }) => documentType);
