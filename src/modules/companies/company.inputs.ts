import { DocumentFormat, documentFormats } from '../../core/companies/company-defaults.port';
import { EnumField, FlagField, NestedListField, ObjectField, TextField } from '../../core/http/fields';
import { PageQuery } from '../../core/http/page';
import { maximumIdentifiers } from './additional-identifiers';
import { complianceCountries } from './auto-compliance';
import { CompanyStatus, companyStatuses } from './company';
import { metadataProblem } from './metadata';
import { vatShape } from './participant-ids';

const name = { description: 'Its registered name.', example: 'ACME France SARL', maxLength: 200 };
const metadata = {
  description: 'Your own data, copied into every event of the company: at most 50 keys and 16 KiB of JSON.',
  example: { tenantId: 't_acme', tier: 'premium' },
};
const vatMeaning = 'must be two capital letters, then 1 to 18 capital letters or digits, like FR86797978996';
const countryShape = /^[A-Z]{2}$/;

const identifiers = {
  description:
    'Participant ids that no VAT number tells, such as SIRET, KVK, Leitweg-ID or GLN. The company is registered under them as well.',
  maxItems: maximumIdentifiers,
  optional: true,
};

class ParticipantIdentifierInput {
  @TextField({
    description: "Four digits, from Peppol's list of participant identifier schemes.",
    example: '0009',
    maxLength: 4,
    pattern: /^\d{4}$/,
    patternMeaning: 'must be four digits, like 0009',
    code: 'INVALID_PARTICIPANT_ID',
  })
  scheme: string;

  @TextField({
    description: 'The id in that scheme. Check digits count in live mode only.',
    example: '79797899600015',
    maxLength: 130,
    pattern: /^[A-Za-z0-9_.~-]+$/,
    patternMeaning: 'must have letters, digits, dots, hyphens and underscores only',
    code: 'INVALID_PARTICIPANT_ID',
  })
  value: string;
}

export class CreateCompanyInput {
  @TextField({
    description: 'VAT number with the letters of its country. Check digits count in live mode only.',
    example: 'FR86797978996',
    maxLength: 40,
    pattern: vatShape,
    patternMeaning: vatMeaning,
    code: 'INVALID_VAT_FORMAT',
  })
  vatNumber: string;

  @TextField(name)
  name: string;

  @ObjectField(metadataProblem, {}, { ...metadata, optional: true })
  metadata?: Record<string, unknown>;

  @NestedListField(() => ParticipantIdentifierInput, identifiers)
  additionalIdentifiers?: ParticipantIdentifierInput[];
}

export class UpdateCompanyInput {
  @TextField({ ...name, optional: true })
  name?: string;

  @ObjectField(
    metadataProblem,
    {},
    {
      ...metadata,
      description: `${metadata.description} Replaces what was there; null empties it.`,
      optional: true,
      nullable: true,
    },
  )
  metadata?: Record<string, unknown> | null;

  @NestedListField(() => ParticipantIdentifierInput, {
    ...identifiers,
    description: `${identifiers.description} Replaces those that were there.`,
  })
  additionalIdentifiers?: ParticipantIdentifierInput[];

  @ObjectField(
    () => undefined,
    { additionalProperties: { type: 'boolean', nullable: true } },
    {
      description:
        `By country (${complianceCountries.join(', ')}), whether we report to its tax authority unasked. Others stay as they are; null ` +
        "lets a country follow the platform's settings again, and null in place of the object all of them.",
      example: { FR: false },
      optional: true,
      nullable: true,
    },
  )
  autoCompliance?: Record<string, boolean | null> | null;

  @EnumField(documentFormats, {
    description: "Format of its documents; null follows the platform's settings.",
    example: 'ubl-xml',
    optional: true,
    nullable: true,
  })
  preferredFormat?: DocumentFormat | null;
}

export class RegisterAgainInput {
  @TextField({
    description: 'The migration key of the provider that the company leaves.',
    example: 'mig-7Hk2Lq9',
    maxLength: 200,
    optional: true,
  })
  migrationKey?: string;
}

export class ListCompaniesQuery extends PageQuery {
  @EnumField(companyStatuses, { description: 'Only these.', example: 'active', optional: true })
  status?: CompanyStatus;

  @TextField({
    description: 'Only of this country, ISO 3166.',
    example: 'FR',
    maxLength: 2,
    pattern: countryShape,
    patternMeaning: 'must be two capital letters',
    optional: true,
  })
  country?: string;

  @FlagField({
    description: 'Only those that are in the directory of the network, or are not.',
    example: true,
    query: true,
    optional: true,
  })
  smpRegistered?: boolean;
}

export class ListManagedCompaniesQuery extends ListCompaniesQuery {
  @TextField({
    description: 'Only the one with this `tenantId` in its metadata.',
    example: 't_acme',
    maxLength: 500,
    optional: true,
  })
  'metadata.tenantId'?: string;
}

export class ResolveCompanyQuery {
  @TextField({
    description: 'Country of the VAT number, ISO 3166.',
    example: 'FR',
    maxLength: 2,
    pattern: countryShape,
    patternMeaning: 'must be two capital letters',
    optional: true,
  })
  countryCode?: string;

  @TextField({
    description: 'With or without the letters of the country.',
    example: 'FR86797978996',
    maxLength: 40,
    optional: true,
  })
  vatNumber?: string;

  @TextField({
    description: 'Any of its participant ids, in any spelling; instead of the other two.',
    example: '0225:797978996',
    maxLength: 140,
    pattern: /^\d{4}:[A-Za-z0-9_.~-]{1,130}$/,
    patternMeaning: 'must be scheme:value, like 0225:797978996',
    code: 'INVALID_PARTICIPANT_ID',
    optional: true,
  })
  participantId?: string;
}
