import { receivableDocumentTypes } from '../../../src/network/message-kinds.port';
import { Registration } from '../../../src/network/participant-registry.port';
import { TestApp } from '../../support/app';
import { DnsServer } from '../../support/dns-server';
import { call } from '../../support/http';
import { OwnSmp, smpPath } from '../../support/own-smp';
import { PhossSmpServer } from '../../support/phoss-smp-server';

/** One instance with every registry: by mode, and in live mode by country. */
export class RegistryScenes {
  private constructor(
    readonly app: TestApp,
    readonly sml: DnsServer,
    readonly phoss: PhossSmpServer,
  ) {}

  static async start(): Promise<RegistryScenes> {
    const sml = await DnsServer.start();
    const phoss = await PhossSmpServer.start(sml);
    const app = await TestApp.start({
      ...new OwnSmp().settings,
      ...sml.settings,
      ...phoss.settings,
      PUBLIC_URL: 'https://exchange.test',
      PARTICIPANT_REGISTRIES: 'test=sandbox, live=own-smp, live.FR=phoss-smp',
      PARTICIPANT_DIRECTORIES: 'test=sandbox, live=sml',
    });
    return new RegistryScenes(app, sml, phoss);
  }

  /** What makes a registration go to the adapter of this name. */
  static readonly places = {
    sandbox: { livemode: false, country: 'BE' },
    'own-smp': { livemode: true, country: 'BE' },
    'phoss-smp': { livemode: true, country: 'FR' },
  } as const satisfies Record<string, Pick<Registration, 'livemode' | 'country'>>;

  /** Whether others would find this participant through the adapter's directory. */
  async isPublished(adapter: keyof typeof RegistryScenes.places, participantId: string): Promise<boolean> {
    const id = participantId.toLowerCase();
    if (adapter === 'phoss-smp') return this.phoss.groups.get(id)?.documentTypes.size === receivableDocumentTypes.length; // prettier-ignore
    if (adapter === 'own-smp') return (await call('GET', `${this.app.url}/smp${smpPath(id)}`)).status === 200;
    const found = await this.app.database.query('SELECT 1 FROM sandbox_participants WHERE participant_id = $1', [id]); // prettier-ignore
    return found.length > 0;
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.phoss.stop();
    await this.sml.stop();
  }
}
