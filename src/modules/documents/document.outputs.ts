import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { Document } from './document.entity';
import {
  deliveryStatuses,
  directions,
  documentStatuses,
  documentTypes,
  formats,
  lifecycleStatuses,
} from './document-states';
import { RuleViolationOutput } from './violation.output';

export class PartyOutput {
  @ApiProperty({ description: 'Participant id on the network.', example: '0208:0123456789' })
  peppolId: string;

  @ApiProperty({ description: 'Name, as the document gives it.', example: 'ACME BVBA' })
  name: string;
}

export class DocumentOutput {
  @ApiProperty({ description: 'Id of the document.', example: 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'The company whose document it is.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  companyId: string;

  @ApiProperty({ description: 'Sent or received.', enum: directions, example: 'outgoing' })
  direction: string;

  @ApiProperty({ description: 'Kind of document.', enum: documentTypes, example: 'invoice' })
  type: string;

  @ApiProperty({
    description: 'Number that its issuer gave it; empty when it could not be read.',
    example: 'INV-2026-0417',
  })
  number: string;

  @ApiProperty({
    description:
      'How far our handling has come: `queued` until the hand-off, then `sent` or `failed`; `received` for incoming ones.',
    enum: documentStatuses,
    example: 'sent',
  })
  status: string;

  @ApiProperty({
    description: "What the recipient's access point said; null for incoming documents.",
    enum: deliveryStatuses,
    type: String,
    nullable: true,
    example: 'delivered',
  })
  deliveryStatus: string | null;

  @ApiProperty({
    description: 'What the trading parties made of it.',
    enum: lifecycleStatuses,
    example: 'deposited',
  })
  lifecycleStatus: string;

  @ApiProperty({ description: 'Who sent it.' })
  sender: PartyOutput;

  @ApiProperty({ description: 'Whom it went to.' })
  receiver: PartyOutput;

  @ApiProperty({ description: 'Day of issue.', format: 'date', example: '2026-04-25' })
  issueDate: string;

  @ApiProperty({
    description: 'Day on which payment is due.',
    format: 'date',
    type: String,
    nullable: true,
    example: '2026-05-25',
  })
  dueDate: string | null;

  @ApiProperty({ description: 'ISO 4217 code; `XXX` when it could not be read.', example: 'EUR' })
  currency: string;

  @ApiProperty({ description: 'Total with VAT, as a decimal text.', example: '1210.00' })
  total: string;

  @ApiProperty({ description: 'Format of the original.', enum: formats, example: 'ubl-xml' })
  format: string;

  @ApiProperty({
    description: 'What you gave when you sent it.',
    type: Object,
    additionalProperties: true,
    example: { invoiceRow: '4711' },
  })
  metadata: Record<string, unknown>;

  @ApiProperty({
    description: 'Why it failed, or `INVALID_CONTENT` for a received one that cannot be read.',
    type: String,
    nullable: true,
    example: 'RECIPIENT_UNREACHABLE',
  })
  errorCode: string | null;

  @ApiProperty({
    description: 'The same in words.',
    type: String,
    nullable: true,
    example: "The recipient's access point cannot be reached.",
  })
  errorMessage: string | null;

  @ApiProperty({
    description: 'The rules that a received document breaks; it is kept all the same.',
    type: [RuleViolationOutput],
  })
  violations: RuleViolationOutput[];

  @ApiProperty({ description: 'Labels of your own.', type: [String], example: ['travel'] })
  tags: string[];

  @ApiProperty({
    description: 'A note of your own.',
    type: String,
    nullable: true,
    example: 'Ask Ines about line 2.',
  })
  notes: string | null;

  @ApiProperty({ description: 'Whether you have put it away.', example: false })
  archived: boolean;

  @ApiProperty({
    description: 'Whoever takes care of it, by your own name for them.',
    type: String,
    nullable: true,
    example: 'ines@example.com',
  })
  assignee: string | null;

  @ApiProperty({
    description: 'When it was stored.',
    format: 'date-time',
    example: '2026-04-25T10:05:07.000Z',
  })
  createdAt: string;

  @ApiProperty({
    description: 'Strictly increasing with every change: of two versions the greater is the newer.',
    format: 'date-time',
    example: '2026-04-25T10:05:09.000Z',
  })
  updatedAt: string;

  @ApiProperty({
    description: "When it was handed to the recipient's access point.",
    format: 'date-time',
    type: String,
    nullable: true,
    example: '2026-04-25T10:05:08.000Z',
  })
  sentAt: string | null;

  @ApiProperty({
    description: "When the recipient's access point confirmed its delivery.",
    format: 'date-time',
    type: String,
    nullable: true,
    example: '2026-04-25T10:05:09.000Z',
  })
  deliveredAt: string | null;
}

export class DocumentPageOutput extends PageOutput {
  @ApiProperty({ description: 'The documents, newest first.', type: [DocumentOutput] })
  data: DocumentOutput[];
}

export function toOutput(document: Document): DocumentOutput {
  return {
    id: document.id,
    companyId: document.companyId,
    direction: document.direction,
    type: document.type,
    number: document.number,
    status: document.status,
    deliveryStatus: document.deliveryStatus,
    lifecycleStatus: document.lifecycleStatus,
    sender: { peppolId: document.senderId, name: document.senderName },
    receiver: { peppolId: document.receiverId, name: document.receiverName },
    issueDate: document.issueDate,
    dueDate: document.dueDate,
    currency: document.currency,
    total: document.total,
    format: document.format,
    metadata: document.metadata,
    errorCode: document.errorCode,
    errorMessage: document.errorMessage,
    violations: document.violations,
    tags: document.tags,
    notes: document.notes,
    archived: document.archived,
    assignee: document.assignee,
    createdAt: document.createdAt.toISOString(),
    updatedAt: document.updatedAt.toISOString(),
    sentAt: document.sentAt?.toISOString() ?? null,
    deliveredAt: document.deliveredAt?.toISOString() ?? null,
  };
}
