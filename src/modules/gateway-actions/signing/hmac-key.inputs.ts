import { TextField } from '../../../core/http/fields';

export class CreateHmacKeyInput {
  @TextField({ description: 'What it is for.', example: 'Production action server', maxLength: 100 })
  name: string;

  @TextField({
    description:
      'A key of your own, of 16 to 256 visible ASCII characters, so that your server knows it before it signs; absent: a new one is made.',
    example: 'a-long-random-text-that-your-server-already-knows',
    minLength: 16,
    maxLength: 256,
    pattern: /^[\x21-\x7e]{16,256}$/,
    patternMeaning: 'must consist of visible ASCII characters',
    optional: true,
  })
  hmac_key?: string;
}
