import { TextField } from '../../core/http/fields';
import { longestPassword } from './passwords/password-rules';

export class LoginInput {
  @TextField({ description: 'Address of the account.', example: 'admin@example.com', maxLength: 254 })
  email: string;

  @TextField({
    description: 'Its password.',
    example: 'correct horse battery staple',
    maxLength: longestPassword,
  })
  password: string;
}
