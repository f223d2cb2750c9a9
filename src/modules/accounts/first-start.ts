import { randomBytes } from 'node:crypto';
import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { AccountsService } from './accounts.service';

/** In an empty database, makes the account that everything else can be made with. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly settings: Settings,
    private readonly accounts: AccountsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ROLE, LOCAL_ACCOUNTS } = this.settings;
    if (ROLE === 'worker' || LOCAL_ACCOUNTS === 'off' || !(await this.accounts.isEmpty())) return;
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD } = this.settings;
    const password = ADMIN_PASSWORD || randomBytes(18).toString('base64url');
    const made = await this.accounts.createFirstOrganization('My organization', { email, password }, [
      'white_label',
    ]);
    if (made && !ADMIN_PASSWORD) announce(email, password);
  }
}

/** Not through the log, which keeps no secrets: the password is said once, to whoever starts the service. */
function announce(email: string, password: string): void {
  process.stdout.write(
    `*** FIRST START: sign in as ${email} with the password ${password}\n` +
      `*** It is shown this once; set ADMIN_PASSWORD before the first start to choose it.\n`,
  );
}
