import { TextField } from '../../core/http/fields';

export class LegalHoldInput {
  @TextField({
    description: 'Why it must be kept, for those who ask later.',
    example: 'Audit of the tax office, file 2026/118',
    maxLength: 500,
  })
  reason: string;
}
