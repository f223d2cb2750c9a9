import { TextField } from '../../core/http/fields';

export class TokenExchangeInput {
  @TextField({
    description: 'An API token made in the admin panel.',
    example: 'api_3f786850e387550fdab836ed7e6dc881de23001b',
    maxLength: 500,
  })
  api_token: string;
}
