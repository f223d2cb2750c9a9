import { Injectable } from '@nestjs/common';
import type { Client } from 'acme-client';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { SealedBox } from '../../core/crypto/sealed-box';
import { AcmeTransport } from './acme-transport';

interface AccountRow {
  private_key: Buffer;
  account_url: string | null;
}

/** Our account at the certificate authority: one for each directory, made when it is first needed, shared by all processes. */
@Injectable()
export class AcmeAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly transport: AcmeTransport,
  ) {}

  /** A client that signs with the account. */
  async client(): Promise<Client> {
    const { Client } = await this.transport.library();
    const { ACME_DIRECTORY_URL: directoryUrl, ACME_EMAIL: email } = this.settings;
    const { private_key, account_url } = (await this.find()) ?? (await this.create());
    const accountKey = this.box.open(private_key);
    if (account_url) return new Client({ directoryUrl, accountKey, accountUrl: account_url });
    const client = new Client({ directoryUrl, accountKey });
    await client.createAccount({
      termsOfServiceAgreed: true,
      ...(email !== '' && { contact: [`mailto:${email}`] }),
    });
    await this.keepUrl(client.getAccountUrl());
    return client;
  }

  /** The authority knows the account no more; the next client registers its key anew. */
  async forgetUrl(): Promise<void> {
    await this.keepUrl(null);
  }

  /** Of two processes that begin at the same time, both take the key that was first. */
  private async create(): Promise<AccountRow> {
    const { crypto } = await this.transport.library();
    const key = this.box.seal(await crypto.createPrivateEcdsaKey('P-256'));
    await this.dataSource.query(
      `INSERT INTO acme_accounts (directory_url, private_key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [this.settings.ACME_DIRECTORY_URL, key, this.clock.now()],
    );
    return (await this.find())!;
  }

  private async find(): Promise<AccountRow | undefined> {
    const [row] = await this.dataSource.query<AccountRow[]>(
      `SELECT private_key, account_url FROM acme_accounts WHERE directory_url = $1`,
      [this.settings.ACME_DIRECTORY_URL],
    );
    return row;
  }

  private async keepUrl(url: string | null): Promise<void> {
    await this.dataSource.query(`UPDATE acme_accounts SET account_url = $2 WHERE directory_url = $1`, [
      this.settings.ACME_DIRECTORY_URL,
      url,
    ]);
  }
}
