import { TextField } from '../../core/http/fields';

export class LoginInput {
  @TextField({ description: 'Address of the account.', example: 'admin@example.com', maxLength: 254 })
  email: string;

  @TextField({ description: 'Its password.', example: 'correct horse battery staple', maxLength: 1_000 })
  password: string;
}
