import { Injectable } from '@nestjs/common';
import { EchoWriter, ScriptedAnswer } from '../../network/echo-writer.port';
import { invoiceTypeCodes } from './formats/invoice';
import { writeInvoiceResponse } from './formats/invoice-response-writer';
import { swapParties } from './formats/swap-parties';
import { readUbl } from './formats/ubl-reader';
import { writeUbl } from './formats/ubl-writer';
import { messageReaderOf } from './lifecycle/message-format';

@Injectable()
export class EchoService extends EchoWriter {
  swapParties(payload: Buffer): Buffer | undefined {
    if (messageReaderOf(payload)) return undefined;
    return Buffer.from(writeUbl(swapParties(readUbl(payload))));
  }

  answer(payload: Buffer, { sender, receiver, ...answer }: ScriptedAnswer): Buffer | undefined {
    if (messageReaderOf(payload)) return undefined;
    const { type, number, issueDate, ...parties } = readUbl(payload);
    const buyer = { participantId: sender, name: parties.buyer.name };
    const seller = { participantId: receiver, name: parties.seller.name };
    const document = { number, issueDate, typeCode: invoiceTypeCodes[type], seller, buyer };
    const message = { ...answer, payments: [], sender: buyer, receiver: seller, document };
    return Buffer.from(writeInvoiceResponse(message));
  }
}
