import { KeyType, keyTypes } from '../../core/auth/scopes';
import { EnumField, TextField } from '../../core/http/fields';
import { starterCountries, StarterCountry } from './starter-number';

export class BootstrapInput {
  @EnumField(keyTypes, {
    description:
      '`platform` (default) opens /platform; `personal` acts for the one company; `white_label` is a platform key with branding.',
    example: 'platform',
    optional: true,
  })
  keyType: KeyType = 'platform';

  @EnumField(starterCountries, {
    description:
      'Country of the company; FR unless `vatNumber` says otherwise. For others, give `vatNumber`.',
    example: 'FR',
    optional: true,
  })
  country?: StarterCountry;

  @TextField({
    description: 'VAT number of the company; made up when absent. Check digits do not count here.',
    example: 'FR86797978996',
    maxLength: 40,
    code: 'INVALID_VAT_FORMAT',
    optional: true,
  })
  vatNumber?: string;

  @TextField({
    description: 'Name of the company and of the organization.',
    example: 'ACME France SARL',
    maxLength: 200,
    optional: true,
  })
  name?: string;

  @TextField({
    description: 'Where you can be reached. Noted for the operator; nothing is sent to it.',
    example: 'dev@acme.example',
    maxLength: 254,
    pattern: /^[^\s@]+@[^\s@]+$/,
    patternMeaning: 'must be an email address',
    optional: true,
  })
  email?: string;
}
