import { ApiProperty, ApiPropertyOptions } from '@nestjs/swagger';
import { invoiceTypeCodes } from './formats/invoice';
import { invoiceSchema } from './formats/invoice-schema';

/** The model of the invoice: what POST /documents/send takes, complete. Its members are those of the schema. */
export class StructuredDocumentOutput {
  @ApiProperty({ description: 'Kind of document.', enum: Object.keys(invoiceTypeCodes), example: 'invoice' })
  type: string;
}

const { properties } = invoiceSchema as { properties: Record<string, ApiPropertyOptions> };
for (const [name, schema] of Object.entries(properties)) {
  ApiProperty({ ...schema, required: false } as ApiPropertyOptions)(StructuredDocumentOutput.prototype, name);
}
