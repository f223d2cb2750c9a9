import { ApiProperty } from '@nestjs/swagger';
import { roles } from '../../core/auth/roles';
import { PageOutput } from '../../core/http/page';
import { UserOutput } from '../accounts';
import { InvitationEntity } from './invitation.entity';
import { MemberRow } from './members.repository';

const organizationId = { description: 'Id of the organization.', example: 'org_01HY7AB9C2DE3FG4HJ5KMNPQRS' };
const role = { description: 'What the member may do.', enum: roles, example: 'developer' };
const email = { description: 'Address of the person.', example: 'anna@example.com' };
const instant = (description: string) => ({
  description,
  format: 'date-time',
  example: '2026-04-25T10:00:00.000Z',
});

export class MemberOutput {
  @ApiProperty({ description: 'Id of the user.', example: 'usr_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  userId: string;

  @ApiProperty(email)
  email: string;

  @ApiProperty({
    description: 'Their name, if they gave one.',
    type: String,
    nullable: true,
    example: 'Anna Berg',
  })
  name: string | null;

  @ApiProperty(role)
  role: string;

  @ApiProperty(instant('Member since.'))
  joinedAt: string;
}

export class MemberPageOutput extends PageOutput {
  @ApiProperty({ description: 'Members, the oldest account first.', type: [MemberOutput] })
  data: MemberOutput[];
}

export class InvitationOutput {
  @ApiProperty({ description: 'Id of the invitation.', example: 'inv_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty(email)
  email: string;

  @ApiProperty(role)
  role: string;

  @ApiProperty({ description: 'Id of the user who invited.', example: 'usr_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  invitedBy: string;

  @ApiProperty(instant('When the mail was written.'))
  createdAt: string;

  @ApiProperty(instant('Until when it can be accepted.'))
  expiresAt: string;
}

export class InvitationPageOutput extends PageOutput {
  @ApiProperty({
    description: 'Invitations that nobody has accepted, the newest first.',
    type: [InvitationOutput],
  })
  data: InvitationOutput[];
}

class JoinedOrganizationOutput {
  @ApiProperty(organizationId)
  id: string;

  @ApiProperty({ description: 'Its name.', example: 'ACME Group' })
  name: string;

  @ApiProperty(role)
  role: string;
}

export class AcceptedInvitationOutput {
  @ApiProperty({ description: 'Who has become a member; sign in with POST /exchange/v1/auth/login.' })
  user: UserOutput;

  @ApiProperty({ description: 'Of which organization.' })
  organization: JoinedOrganizationOutput;
}

export function toMemberOutput({ user_id, email, name, role, joined_at }: MemberRow): MemberOutput {
  return { userId: user_id, email, name, role, joinedAt: joined_at.toISOString() };
}

export function toInvitationOutput(invitation: InvitationEntity): InvitationOutput {
  const { id, email, role, invitedBy } = invitation;
  const createdAt = invitation.createdAt.toISOString();
  return { id, email, role, invitedBy, createdAt, expiresAt: invitation.expiresAt.toISOString() };
}
