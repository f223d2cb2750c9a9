import { Role, roles } from '../../core/auth/roles';
import { EnumField, TextField } from '../../core/http/fields';
import { EmailField, longestPassword } from '../accounts';

const role = {
  description:
    '`owner`: everything. `developer`: everything but members and the organization itself. `viewer`: reads.',
  example: 'developer',
};

export class InviteInput {
  @EmailField({ description: 'Who shall become a member.', example: 'anna@example.com' })
  email: string;

  @EnumField(roles, role)
  role: Role;
}

export class AcceptInvitationInput {
  @TextField({
    description: 'What the link in the mail ends with.',
    example: 'q7Jp3m0v8Q2cXyZk1bN4tR6uW9sA5dF7gH0jL2eKxVw',
    maxLength: 100,
  })
  token: string;

  @TextField({
    description: 'For an address without an account: its password from now on, of 12 characters or more.',
    example: 'violet anchors drift slowly',
    maxLength: longestPassword,
    optional: true,
  })
  password?: string;

  @TextField({
    description: 'How to call the new member.',
    example: 'Anna Berg',
    maxLength: 200,
    optional: true,
  })
  name?: string;
}

export class ChangeMemberInput {
  @EnumField(roles, role)
  role: Role;
}

export class ChangeOrganizationInput {
  @TextField({ description: 'What the organization is called.', example: 'ACME Group', maxLength: 200 })
  name: string;
}
