import { TextField } from '../../../core/http/fields';
import { EmailField } from '../email';
import { longestPassword } from './password-rules';

const newPassword = {
  description:
    'The new password: 12 to 1,024 characters, not the email address, none of those that are guessed first.',
  example: 'violet anchors drift slowly',
  maxLength: longestPassword,
};

export class ForgotPasswordInput {
  @EmailField({ description: 'Address of the account.', example: 'anna@example.com' })
  email: string;
}

export class ResetPasswordInput {
  @TextField({
    description: 'What the link in the mail ends with.',
    example: 'q7Jp3m0v8Q2cXyZk1bN4tR6uW9sA5dF7gH0jL2eKxVw',
    maxLength: 100,
  })
  token: string;

  @TextField(newPassword)
  password: string;
}

export class ChangePasswordInput {
  @TextField({
    description: 'The present password.',
    example: 'correct horse battery staple',
    maxLength: longestPassword,
  })
  current: string;

  @TextField(newPassword)
  new: string;
}
