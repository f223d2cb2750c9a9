import { ApiProperty } from '@nestjs/swagger';
import { CompanySummary, Principal } from '../../core/auth/caller';
import { roles } from '../../core/auth/roles';
import { keyTypes, scopes } from '../../core/auth/scopes';

const organizationId = { description: 'Id of the organization.', example: 'org_01HY7AB9C2DE3FG4HJ5KMNPQRS' };
const organizationName = { description: 'Its name.', example: 'My organization' };
const userId = 'usr_01HY7AB9C2DE3FG4HJ5KMNPQRS';
const email = 'admin@example.com';

export class UserOutput {
  @ApiProperty({ description: 'Id of the user.', example: userId })
  id: string;

  @ApiProperty({ description: 'Address of the account.', example: email })
  email: string;
}

export class MembershipOutput {
  @ApiProperty(organizationId)
  id: string;

  @ApiProperty(organizationName)
  name: string;

  @ApiProperty({
    description: 'What the user is there.',
    enum: roles,
    example: 'owner',
  })
  role: string;
}

export class LoginOutput {
  @ApiProperty({
    description: 'Send it as `Authorization: Bearer …`.',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c3JfMDFIWSJ9.c2lnbmF0dXJl',
  })
  accessToken: string;

  @ApiProperty({ description: 'Always `Bearer`.', example: 'Bearer' })
  tokenType: 'Bearer';

  @ApiProperty({ description: 'Seconds until the token expires.', example: 43_200 })
  expiresIn: number;

  @ApiProperty({ description: 'Who has signed in.' })
  user: UserOutput;

  @ApiProperty({
    description:
      'Where the user is a member; the first is acted for unless X-Flowie-Organization-Id names another.',
    type: [MembershipOutput],
  })
  organizations: MembershipOutput[];
}

export class OrganizationOutput {
  @ApiProperty(organizationId)
  id: string;

  @ApiProperty(organizationName)
  name: string;

  @ApiProperty({ description: 'What it has paid for.', type: [String], example: ['white_label'] })
  entitlements: string[];
}

class CallerOutput {
  @ApiProperty({ description: 'An API key or a signed-in user.', enum: ['key', 'user'], example: 'user' })
  kind: string;

  @ApiProperty({ description: 'Id of the key or user.', example: userId })
  id: string;

  @ApiProperty({
    description: 'Type of the key; null for users.',
    enum: keyTypes,
    nullable: true,
    example: 'platform',
  })
  keyType: string | null;

  @ApiProperty({
    description: 'What it may do; users may do all that their role allows.',
    enum: scopes,
    isArray: true,
    example: ['*'],
  })
  scopes: readonly string[];

  @ApiProperty({
    description: 'What the user is in the organization; null for keys.',
    enum: roles,
    type: String,
    nullable: true,
    example: 'owner',
  })
  role: string | null;

  @ApiProperty({
    description: 'Address of the user; null for keys.',
    type: String,
    nullable: true,
    example: email,
  })
  email: string | null;
}

class MyCompanyOutput {
  @ApiProperty({ description: 'Id of the company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Its name.', example: 'ACME France SARL' })
  name: string;

  @ApiProperty({ description: 'Its participant id on the network.', example: '0009:FR86797978996' })
  peppolId: string;

  @ApiProperty({ description: 'Whether it takes part.', enum: ['active', 'deregistered'], example: 'active' })
  status: string;
}

export class MeOutput {
  @ApiProperty({ description: 'The organization that the request acts for.' })
  organization: OrganizationOutput;

  @ApiProperty({ description: 'Who sent the request.' })
  caller: CallerOutput;

  @ApiProperty({ description: 'Live or test.', example: false })
  livemode: boolean;

  @ApiProperty({ description: 'The oldest 100 companies; GET /companies has all.', type: [MyCompanyOutput] })
  companies: MyCompanyOutput[];
}

export function toMeOutput(
  caller: Principal,
  organization: OrganizationOutput,
  companies: CompanySummary[],
): MeOutput {
  return {
    organization: { id: organization.id, name: organization.name, entitlements: organization.entitlements },
    caller: {
      kind: caller.kind,
      id: caller.id,
      keyType: caller.keyType ?? null,
      scopes: caller.scopes,
      role: caller.role ?? null,
      email: caller.email ?? null,
    },
    livemode: caller.livemode,
    companies: companies.map(({ id, name, peppolId, status }) => ({ id, name, peppolId, status })),
  };
}
