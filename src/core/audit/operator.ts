import { userInfo } from 'node:os';
import { Actor } from './audit-change';

/** Whoever runs a command on the server, by the name of their account there. */
export function operator(command: string): Actor {
  return { kind: 'operator', id: command, name: accountName(), keyPrefix: null };
}

/** Containers may run under a number that has no name. */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
