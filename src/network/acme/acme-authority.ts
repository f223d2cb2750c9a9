import { Injectable } from '@nestjs/common';
import type { Authorization, Client, Order } from 'acme-client';
import { rejectAfter } from '../../core/clock/deadline';
import { AuthorityRefusal, CertificateAuthority, CertificateOrder } from '../certificate-authority.port';
import { AcmeAccounts } from './acme-accounts';
import { AcmeChallenges } from './acme-challenges';
import { AccountUnknown, AcmeProblem, refusalOf, refusedProof, unreachable } from './acme-problem';
import { AcmeTransport } from './acme-transport';

/** Shorter than the lease of the job that waits for it. */
const patienceMilliseconds = 45_000;

/** Certificates by ACME, proven over HTTP. What became of an order is asked of the authority each time, never remembered. */
@Injectable()
export class AcmeAuthority extends CertificateAuthority {
  constructor(
    private readonly accounts: AcmeAccounts,
    private readonly challenges: AcmeChallenges,
    private readonly transport: AcmeTransport,
  ) {
    super();
  }

  order(hostname: string): Promise<string> {
    return this.with(async (client) => {
      const { url } = await client.createOrder({ identifiers: [{ type: 'dns', value: hostname }] });
      return url;
    });
  }

  advance({ url, hostname, privateKey }: CertificateOrder): Promise<string | undefined> {
    return this.with(async (client) => {
      let order = await client.getOrder({ url } as Order);
      if (order.status === 'ready') {
        const { crypto } = await this.transport.library();
        const [, request] = await crypto.createCsr({ altNames: [hostname] }, privateKey);
        order = await client.finalizeOrder(order, request);
      }
      if (order.status === 'valid') return client.getCertificate(order);
      if (order.status === 'invalid') throw await this.reasonOf(client, order, hostname);
      if (order.status === 'pending') await this.prove(client, order);
      return undefined;
    });
  }

  private async with<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const slow = rejectAfter(patienceMilliseconds).catch(() => {
      throw unreachable('it is too slow');
    });
    try {
      return await Promise.race([this.accounts.client().then(work), slow]);
    } catch (error) {
      if (error instanceof AccountUnknown) await this.accounts.forgetUrl();
      throw error;
    }
  }

  /** Lays the proofs out and says so; those that the authority has or looks for already are left alone. */
  private async prove(client: Client, order: Order): Promise<void> {
    for (const { status, challenges } of await client.getAuthorizations(order)) {
      if (status !== 'pending') continue;
      const challenge = challenges.find(({ type }) => type === 'http-01');
      if (!challenge) throw refusalOf({ detail: 'It takes no proof over HTTP (http-01).' });
      await this.challenges.keep(challenge.token, await client.getChallengeKeyAuthorization(challenge));
      if (challenge.status === 'pending') await client.completeChallenge(challenge);
    }
  }

  private async reasonOf(client: Client, order: Order, hostname: string): Promise<AuthorityRefusal> {
    const authorizations = await client.getAuthorizations(order);
    const problem = authorizations.map(problemOf).find(Boolean) ?? order.error;
    return refusedProof(hostname, problem ?? {});
  }
}

function problemOf({ challenges }: Authorization): AcmeProblem | undefined {
  return challenges.map(({ error }) => error as AcmeProblem | undefined).find(Boolean);
}
