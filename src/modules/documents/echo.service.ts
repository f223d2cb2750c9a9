import { Injectable } from '@nestjs/common';
import { EchoWriter } from '../../network/echo-writer.port';
import { swapParties } from './formats/swap-parties';
import { readUbl } from './formats/ubl-reader';
import { writeUbl } from './formats/ubl-writer';

@Injectable()
export class EchoService extends EchoWriter {
  swapParties(payload: Buffer): Buffer {
    return Buffer.from(writeUbl(swapParties(readUbl(payload))));
  }
}
