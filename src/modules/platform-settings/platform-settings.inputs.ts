import { documentFormats, DocumentFormat } from '../../core/companies/company-defaults.port';
import { EnumField, NestedField, ObjectField, TextField } from '../../core/http/fields';

const clears = 'Null clears it.';

export class BrandingInput {
  @TextField({
    description: `Your product's name, in place of ours. ${clears}`,
    example: 'ACME e-Invoice',
    maxLength: 60,
    pattern: /^[^\p{Cc}\u2028\u2029@<>"]+$/u,
    patternMeaning: 'must be a name on one line, without @, quotes and angle brackets',
    optional: true,
    nullable: true,
  })
  displayName?: string | null;

  @TextField({
    description:
      `Where your logo is: a PNG, JPEG, WebP, GIF, or an SVG without scripts and references to elsewhere, of at most 512 KiB. ` +
      `It is fetched now and kept; send the address again to have it fetched anew. ${clears}`,
    example: 'https://acme.com/logo.svg',
    maxLength: 2_000,
    format: 'uri',
    optional: true,
    nullable: true,
  })
  logoUrl?: string | null;

  @TextField({
    description: `Colour of buttons and headings. ${clears}`,
    example: '#0F62FE',
    maxLength: 7,
    pattern: /^#[0-9A-Fa-f]{6}$/,
    patternMeaning: 'must be a colour as #RRGGBB, like #0F62FE',
    optional: true,
    nullable: true,
  })
  primaryColor?: string | null;

  @TextField({
    description: `Where your tenants write to when they need help: answers to our mails go there. ${clears}`,
    example: 'support@acme.com',
    maxLength: 254,
    pattern:
      /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/,
    patternMeaning: 'must be an email address, like support@acme.com',
    format: 'email',
    optional: true,
    nullable: true,
  })
  supportEmail?: string | null;
}

export class DefaultsInput {
  @EnumField(documentFormats, {
    description: `Format of documents for companies that do not choose another. ${clears}`,
    example: 'ubl-xml',
    optional: true,
    nullable: true,
  })
  preferredFormat?: DocumentFormat | null;

  @ObjectField(
    () => undefined,
    { additionalProperties: { type: 'boolean', nullable: true } },
    {
      description:
        'By country (FR, IT, BE), whether companies report to its tax authority unasked, unless they say otherwise themselves. ' +
        'Countries that are left out stay as they are, null forgets one; null in place of the object forgets all.',
      example: { FR: true, IT: true, BE: true },
      optional: true,
      nullable: true,
    },
  )
  autoCompliance?: Record<string, boolean | null> | null;
}

export class UpdatePlatformSettingsInput {
  @NestedField(() => BrandingInput, {
    description: `What your tenants see in place of Flowie. Needs the white-label entitlement. ${clears}`,
    optional: true,
    nullable: true,
  })
  branding?: BrandingInput | null;

  @TextField({
    description: `Host name under which your tenants reach us. Needs the white-label entitlement. ${clears}`,
    example: 'peppol.acme.com',
    maxLength: 253,
    format: 'hostname',
    optional: true,
    nullable: true,
  })
  customDomain?: string | null;

  @NestedField(() => DefaultsInput, {
    description: `What holds for companies that do not say otherwise. ${clears}`,
    optional: true,
    nullable: true,
  })
  defaults?: DefaultsInput | null;
}
