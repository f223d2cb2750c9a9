import { ApiProperty } from '@nestjs/swagger';
import { KeyType, keyTypes } from '../../core/auth/scopes';
import { CompanyOutput } from '../companies';

class SandboxOrganizationOutput {
  @ApiProperty({ description: 'Id of the organization.', example: 'org_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Its name.', example: 'ACME France SARL' })
  name: string;
}

export class BootstrappedOutput {
  @ApiProperty({
    description: 'The key, with all scopes, in test mode. Shown this once.',
    example: 'flw_plat_test_xyZ1dEf2GhI3jKl4MnO5pQr6StU7vW',
  })
  key: string;

  @ApiProperty({ description: 'What it opens.', enum: keyTypes, example: 'platform' })
  keyType: KeyType;

  @ApiProperty({
    description: 'When the sandbox ends: seven days from now.',
    format: 'date-time',
    example: '2026-05-02T10:00:00.000Z',
  })
  expiresAt: string;

  @ApiProperty({ description: 'Yours alone; it has no users.' })
  organization: SandboxOrganizationOutput;

  @ApiProperty({
    description:
      'Registered in the test network within seconds. Name it in X-Flowie-Company to send with a platform key.',
  })
  company: CompanyOutput;
}
