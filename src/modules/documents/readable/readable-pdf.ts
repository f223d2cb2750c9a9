import { Invoice } from '../formats/invoice';
import { writeFooters } from './footer';
import { writeHeading } from './heading';
import { writeLines } from './lines-table';
import { Look } from './look';
import { writeParties } from './parties';
import { writePayment } from './payment';
import { Sheet } from './sheet';
import { writeSums } from './sums';
import { titles } from './words';

export interface PdfTask {
  invoice: Invoice;
  look: Look;
  /** SHA-256 of the original, in hexadecimal. */
  digest: string;
}

/** A picture of the document for people, on A4; the original stays the legal record. The same task gives the same pages. */
export function readablePdf({ invoice, look, digest }: PdfTask): Promise<Buffer> {
  const sheet = new Sheet({
    Title: `${titles[invoice.type]} ${invoice.number}`,
    Author: invoice.seller.name,
    CreationDate: new Date(invoice.issueDate),
  });
  const chunks: Buffer[] = [];
  const written = new Promise<Buffer>((resolve, reject) => {
    sheet.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    sheet.pdf.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
  writeHeading(sheet, invoice, look);
  writeParties(sheet, invoice);
  writeLines(sheet, invoice);
  writeSums(sheet, invoice);
  writePayment(sheet, invoice);
  writeFooters(sheet, look, digest);
  sheet.pdf.end();
  return written;
}
