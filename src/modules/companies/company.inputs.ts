import { EnumField, FlagField, ObjectField, TextField } from '../../core/http/fields';
import { PageQuery } from '../../core/http/page';
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
  })
  countryCode: string;

  @TextField({
    description: 'With or without the letters of the country.',
    example: 'FR86797978996',
    maxLength: 40,
  })
  vatNumber: string;
}
