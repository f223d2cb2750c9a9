import {
  EnumField,
  FlagField,
  InstantField,
  NestedField,
  ObjectField,
  TextField,
  TextListField,
} from '../../core/http/fields';
import { PageQuery } from '../../core/http/page';
import {
  DeliveryStatus,
  deliveryStatuses,
  Direction,
  directions,
  DocumentStatus,
  documentStatuses,
  DocumentType,
  documentTypes,
  Format,
  formats,
  LifecycleStatus,
  lifecycleStatuses,
} from './document-states';
import { InvoiceType, invoiceTypeCodes } from './formats/invoice';
import { invoiceExample, invoiceSchema } from './formats/invoice-schema';

const participantId = /^\d{4}:[A-Za-z0-9_.-]{1,130}$/;

export class DocumentsQuery extends PageQuery {
  @EnumField(directions, {
    description: 'Only sent or only received ones.',
    example: 'incoming',
    optional: true,
  })
  direction?: Direction;

  @EnumField(documentTypes, { description: 'Only this type.', example: 'invoice', optional: true })
  type?: DocumentType;

  @EnumField(documentStatuses, {
    description: 'Only these by our own handling.',
    example: 'sent',
    optional: true,
  })
  status?: DocumentStatus;

  @EnumField(deliveryStatuses, {
    description: 'Only these by their delivery.',
    example: 'delivered',
    optional: true,
  })
  deliveryStatus?: DeliveryStatus;

  @EnumField(lifecycleStatuses, {
    description: 'Only these by their business lifecycle.',
    example: 'approved',
    optional: true,
  })
  lifecycleStatus?: LifecycleStatus;

  @TextField({
    description: 'Only the document with exactly this number.',
    example: 'INV-2026-0417',
    maxLength: 500,
    optional: true,
  })
  number?: string;

  @TextField({
    description: 'Only those exchanged with this participant.',
    example: '0208:0123456789',
    maxLength: 140,
    pattern: participantId,
    patternMeaning: 'must be scheme:value, like 0208:0123456789',
    code: 'INVALID_PARTICIPANT_ID',
    optional: true,
  })
  counterparty?: string;

  @InstantField({ description: 'Issued on this day or later.', example: '2026-04-01', optional: true })
  issuedFrom?: string;

  @InstantField({ description: 'Issued on this day or earlier.', example: '2026-04-30', optional: true })
  issuedTo?: string;

  @InstantField({
    description: 'Stored at this time or later.',
    example: '2026-04-01T00:00:00Z',
    optional: true,
  })
  createdFrom?: string;

  @InstantField({ description: 'Stored before this time.', example: '2026-05-01T00:00:00Z', optional: true })
  createdTo?: string;
}

const sendableTypes = Object.keys(invoiceTypeCodes);
const maximumMetadataKeys = 50;
const maximumMetadataBytes = 16_384;

const checkMetadata = (value: unknown) => {
  if (Object.keys(value as object).length > maximumMetadataKeys)
    return `must have at most ${maximumMetadataKeys} members`;
  const size = Buffer.byteLength(JSON.stringify(value));
  return size > maximumMetadataBytes ? `must have at most ${maximumMetadataBytes} bytes` : undefined;
};

/** `reject_` and the code; or nobody answers; or the report is taken and never decided on. */
const simulatedCompliance = /^(reject_[A-Za-z0-9_]{1,40}|unavailable|silent)$/;

/** What test mode is to play. */
export class SimulateInput {
  @TextField({
    description:
      'What the tax authority does with the first report of each status: `reject_<code>` rejects it with that code, `unavailable` does ' +
      'not answer, `silent` takes it and never decides. A report that is retried is looked at without it.',
    example: 'reject_REJ_SEMAN',
    maxLength: 50,
    pattern: simulatedCompliance,
    patternMeaning: 'must be reject_<code>, unavailable or silent',
    code: 'INVALID_ENUM',
    optional: true,
  })
  compliance?: string;
}

export class SendInput {
  @EnumField(sendableTypes, { description: 'What kind of document it is.', example: 'invoice' })
  type: InvoiceType;

  @TextField({
    description:
      'The sending company, where the key or the header X-Flowie-Company does not name it already.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 64,
    optional: true,
  })
  from?: string;

  @TextField({
    description: 'Participant id of the recipient on the network, as `scheme:value`.',
    example: '0208:0123456789',
    maxLength: 140,
    pattern: participantId,
    patternMeaning: 'must be scheme:value, like 0208:0123456789',
    code: 'INVALID_PARTICIPANT_ID',
  })
  to: string;

  @ObjectField(() => undefined, invoiceSchema, {
    description:
      'The document as JSON; identifiers, totals and VAT that are left out are filled in. Either this or `xml`.',
    example: invoiceExample,
    optional: true,
  })
  document?: Record<string, unknown>;

  @EnumField(formats, { description: 'Format of `xml`.', example: 'ubl-xml', optional: true })
  format?: Format;

  @TextField({
    description: 'A finished document, kept byte for byte. Needs `format`.',
    example: '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">…</Invoice>',
    maxLength: 100_000_000,
    optional: true,
  })
  xml?: string;

  @ObjectField(
    checkMetadata,
    {},
    {
      description: 'Anything of your own to find again on the document: 50 members and 16 kB at most.',
      example: { invoiceRow: '4711' },
      optional: true,
    },
  )
  metadata?: Record<string, unknown>;

  @NestedField(() => SimulateInput, {
    description: 'Only in test mode: what the world outside shall do with the document.',
    optional: true,
  })
  simulate?: SimulateInput;
}

export class UpdateDocumentInput {
  @TextListField({
    description: 'Labels of your own; an empty list or null takes them all off.',
    example: ['travel', 'q2'],
    minItems: 0,
    maxItems: 50,
    maxLength: 100,
    optional: true,
    nullable: true,
  })
  tags?: string[] | null;

  @TextField({
    description: 'A note of your own; null removes it.',
    example: 'Ask Ines about line 2.',
    maxLength: 5_000,
    optional: true,
    nullable: true,
  })
  notes?: string | null;

  @FlagField({ description: 'Whether it is put away.', example: true, optional: true })
  archived?: boolean;

  @TextField({
    description: 'Whoever takes care of it, by your own name for them; null for nobody.',
    example: 'ines@example.com',
    maxLength: 200,
    optional: true,
    nullable: true,
  })
  assignee?: string | null;
}
