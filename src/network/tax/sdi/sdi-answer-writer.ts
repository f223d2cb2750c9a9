import { Injectable } from '@nestjs/common';
import { BuyerAnswer, BuyerAnswerWriter } from '../../buyer-answer.port';
import { notificationFileName } from './sdi-notification';
import { writeSdiNotification } from './sdi-writer';

/** An invoice is the first of its file: we send one a file. */
const onlyInvoice = '1';
/** SDI takes no longer texts. */
const maximumDescription = 255;

@Injectable()
export class SdiAnswerWriter extends BuyerAnswerWriter {
  write(answer: BuyerAnswer): { fileName: string; bytes: Buffer } {
    const { reference: sdiId, invoiceNumber: number, invoiceDate, reason } = answer;
    const outcome = {
      sdiId,
      invoice: { number, year: invoiceDate.slice(0, 4), position: onlyInvoice },
      answer: answer.accepted ? ('EC01' as const) : ('EC02' as const),
      description: reason?.slice(0, maximumDescription),
      buyerMessageId: answer.answerId.replace(/^rep_/, '').slice(0, 14),
    };
    const xml = writeSdiNotification({ kind: 'EC', sdiId, errors: [], outcome });
    return { fileName: notificationFileName(answer.fileName, 'EC'), bytes: Buffer.from(xml) };
  }
}
