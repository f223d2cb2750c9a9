import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { DocumentFormat, documentFormats } from '../../core/companies/company-defaults.port';
import { Effective, EffectiveSettings, settingSources } from './effective-settings';

const source = {
  description: 'Who says so: the company itself, the settings of its platform, or neither.',
  enum: settingSources,
  example: 'platform',
};

class EffectiveFormatOutput implements Effective<DocumentFormat> {
  @ApiProperty({ description: 'Format of its documents.', enum: documentFormats, example: 'ubl-xml' })
  value: DocumentFormat;

  @ApiProperty(source)
  source: Effective<DocumentFormat>['source'];
}

class EffectiveFlagOutput implements Effective<boolean> {
  @ApiProperty({ description: 'Whether we report unasked.', example: true })
  value: boolean;

  @ApiProperty(source)
  source: Effective<boolean>['source'];
}

@ApiExtraModels(EffectiveFlagOutput)
export class CompanySettingsOutput implements EffectiveSettings {
  @ApiProperty({ description: 'Format of its documents.' })
  preferredFormat: EffectiveFormatOutput;

  @ApiProperty({
    description: 'By country, whether we report to its tax authority unasked.',
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(EffectiveFlagOutput) },
    example: { FR: { value: true, source: 'platform' } },
  })
  autoCompliance: Record<string, EffectiveFlagOutput>;
}
