import Big from 'big.js';
import { sha256 } from '../../core/crypto/digests';
import {
  InvoiceType,
  invoiceTypeCodes,
  isSelfBilled,
  LifecycleMessage,
  LifecycleStatus,
  MessageParty,
  Payment,
  ReportableDocument,
  writeCdar,
} from '../documents';
import { Report, ReportFile, submissionId } from './report';

const mediaType = 'application/xml';

/** Pure: the CDAR by which PPF learns of a status. */
export function ppfFile(report: Report, source: ReportableDocument, platformId: string): ReportFile {
  const xml = writeCdar(messageOf(report, source, platformId), 'ppf');
  const bytes = Buffer.from(xml);
  return { name: `CDAR_${submissionId(report)}.xml`, mediaType, bytes, sha256: sha256(bytes) };
}

/** Pure: an Italian invoice goes to SDI as it went to its buyer; the number makes its file name unique for the transmitter. */
export function sdiInvoiceFile({ company, bytes }: ReportableDocument, number: number): ReportFile {
  const progressive = number.toString(36).toUpperCase().padStart(5, '0').slice(-5);
  const transmitter = company.vatNumber.replace(/^IT/, '');
  return { name: `IT${transmitter}_${progressive}.xml`, mediaType, bytes, sha256: sha256(bytes) };
}

function messageOf(report: Report, source: ReportableDocument, platformId: string): LifecycleMessage {
  const { document } = source;
  const { own, other, isSeller } = partiesOf(source);
  return {
    id: submissionId(report),
    issuedAt: report.occurredAt,
    status: report.lifecycleStatus as LifecycleStatus,
    reasonCode: report.reasonCode ?? undefined,
    payments: report.lifecycleStatus === 'paid' ? paymentsOf(report, source) : [],
    sender: own,
    receiver: other,
    platform: { participantId: `0238:${platformId}`, name: 'Flowie Exchange' },
    document: {
      number: document.number,
      issueDate: document.issueDate,
      typeCode: invoiceTypeCodes[document.type as InvoiceType] ?? invoiceTypeCodes.invoice,
      takenAt: document.createdAt,
      seller: isSeller ? own : other,
      buyer: isSeller ? other : own,
    },
  };
}

/** Our company, as it is registered, and the other side, as the invoice names it; who sent a self-billed invoice is its buyer. */
function partiesOf({ document, company, invoice }: ReportableDocument) {
  const isSender = document.direction === 'outgoing';
  const isSeller = isSender !== isSelfBilled(document.type as InvoiceType);
  const own: MessageParty = {
    participantId: company.peppolId,
    name: company.name,
    vatNumber: company.vatNumber,
  };
  const other: MessageParty = {
    participantId: isSender ? document.receiverId : document.senderId,
    name: isSender ? document.receiverName : document.senderName,
    vatNumber: (isSeller ? invoice?.buyer : invoice?.seller)?.vatNumber,
  };
  return { own, other, isSeller };
}

/** A block for each rate of VAT (BR-FR-CDV-14); together they are what the buyer owed. */
function paymentsOf({ occurredAt }: Report, { document, invoice }: ReportableDocument): Payment[] {
  const { currency, total } = document;
  const date = occurredAt.toISOString().slice(0, 10);
  if (!invoice) return [{ amount: total, currency, date }];
  return invoice.vatBreakdown.map(({ rate, taxableAmount, taxAmount }) => ({
    amount: new Big(taxableAmount).plus(taxAmount).toFixed(2),
    currency,
    date,
    vatRate: rate,
  }));
}
