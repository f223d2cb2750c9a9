import { ApiProperty } from '@nestjs/swagger';
import { DocumentFormat, documentFormats } from '../../core/companies/company-defaults.port';
import { CustomDomainOutput, DnsRecordOutput } from './custom-domains.port';
import { PlatformSettings, StoredLogo } from './platform-settings';

const nullableText = { type: String, nullable: true } as const;

class LogoOutput {
  @ApiProperty({ description: 'What its bytes are.', example: 'image/svg+xml' })
  mediaType: string;

  @ApiProperty({ description: 'How many bytes.', example: 1843 })
  size: number;

  @ApiProperty({
    description: 'SHA-256 of the bytes, in hexadecimal.',
    example: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
  })
  sha256: string;

  @ApiProperty({ description: 'When we got it.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  fetchedAt: string;
}

class BrandingSettingsOutput {
  @ApiProperty({ ...nullableText, description: "Your product's name.", example: 'ACME e-Invoice' })
  displayName: string | null;

  @ApiProperty({
    ...nullableText,
    description: 'Where the logo came from.',
    example: 'https://acme.com/logo.svg',
  })
  logoUrl: string | null;

  @ApiProperty({ ...nullableText, description: 'Colour of buttons and headings.', example: '#0F62FE' })
  primaryColor: string | null;

  @ApiProperty({
    ...nullableText,
    description: 'Where answers to our mails go.',
    example: 'support@acme.com',
  })
  supportEmail: string | null;

  @ApiProperty({ description: 'The logo as we keep it.', type: LogoOutput, nullable: true })
  logo: LogoOutput | null;
}

class DefaultsOutput {
  @ApiProperty({
    description: 'Format of documents; null: ours, `ubl-xml`.',
    type: String,
    enum: documentFormats,
    nullable: true,
    example: 'ubl-xml',
  })
  preferredFormat: DocumentFormat | null;

  @ApiProperty({
    description: 'By country, whether companies report unasked; what is absent follows the law.',
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { FR: true, IT: true, BE: true },
  })
  autoCompliance: Record<string, boolean>;
}

export class PlatformSettingsOutput {
  @ApiProperty({ description: 'What your tenants see in place of Flowie; null where they see Flowie.' })
  branding: BrandingSettingsOutput;

  @ApiProperty({ ...nullableText, description: 'Host name of your own.', example: 'peppol.acme.com' })
  customDomain: string | null;

  @ApiProperty({ description: 'How far it is.', type: CustomDomainOutput, nullable: true })
  domain: CustomDomainOutput | null;

  @ApiProperty({
    description: 'DNS records that make `customDomain` point at us; create them at your name server.',
    type: [DnsRecordOutput],
  })
  dnsRecords: DnsRecordOutput[];

  @ApiProperty({ description: 'What holds for companies that do not say otherwise.' })
  defaults: DefaultsOutput;

  @ApiProperty({
    ...nullableText,
    description: 'When they last changed; null: never.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  updatedAt: string | null;
}

export function toPlatformSettingsOutput(
  settings: PlatformSettings,
  domain: CustomDomainOutput | null,
): PlatformSettingsOutput {
  const { displayName, primaryColor, supportEmail, logo, preferredFormat, autoCompliance } = settings;
  return {
    branding: {
      displayName,
      logoUrl: logo?.url ?? null,
      primaryColor,
      supportEmail,
      logo: logo && toLogoOutput(logo),
    },
    customDomain: domain?.hostname ?? null,
    domain,
    dnsRecords: domain?.dnsRecords ?? [],
    defaults: { preferredFormat, autoCompliance },
    updatedAt: settings.updatedAt?.toISOString() ?? null,
  };
}

function toLogoOutput({ mediaType, size, sha256, fetchedAt }: StoredLogo): LogoOutput {
  return { mediaType, size, sha256: sha256.toString('hex'), fetchedAt: fetchedAt.toISOString() };
}
