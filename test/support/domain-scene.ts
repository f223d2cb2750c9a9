import { AcmeServer } from './acme-server';
import { TestApp } from './app';
import { DnsServer } from './dns-server';
import { chooseDomain, target } from './domains';
import { firstOrganizationId } from './events';
import { platformKey } from './scenario';

export type DomainScene = Awaited<ReturnType<typeof startDomainScene>>;

/** A service whose DNS and certificate authority the test runs, and an organization that may choose a domain. */
export async function startDomainScene() {
  const [dns, acme] = [await DnsServer.start(), await AcmeServer.start()];
  const app = await TestApp.start({ ...dns.settings, ...acme.settings, CUSTOM_DOMAIN_TARGET: target });
  const key = await platformKey(app);
  const organizationId = await firstOrganizationId(app);
  return {
    dns,
    acme,
    app,
    key,
    organizationId,
    choose: async (hostname: string) => (await chooseDomain(app, organizationId, hostname))!,
    check: () => app.post('/platform/domain/verify', key),
    async stop() {
      await app.stop();
      await acme.stop();
      await dns.stop();
    },
  };
}
