import { TextField } from '../../core/http/fields';
import { messageKinds } from '../../network/message-kinds.port';

export class VerifyInput {
  @TextField({
    description: 'The participant id, as `scheme:value`, in any spelling.',
    example: '0208:0403170701',
    maxLength: 140,
    pattern: /^\d{4}:[!-~]{1,130}$/,
    patternMeaning: 'must be scheme:value, like 0208:0403170701',
    code: 'INVALID_PARTICIPANT_ID',
  })
  peppolId: string;

  @TextField({
    description: "A document type of Peppol's code list, as `scheme::value`; `accepts` then answers for it.",
    example: messageKinds.invoice.documentType,
    maxLength: 500,
    pattern: /^[^:\s]+::\S+$/,
    patternMeaning: 'must be scheme::value, like busdox-docid-qns::urn:…',
    optional: true,
  })
  documentType?: string;
}
