import { Injectable } from '@nestjs/common';
import { parseXml, textAt } from '../../core/xml/xml-tree';
import { Settings } from '../../core/config/settings';
import { messageKinds } from '../message-kinds.port';
import { NetworkError } from '../network-error.port';
import { ParticipantRegistry, Registration } from '../participant-registry.port';
import { AccessPointSettings } from './access-point-settings';
import { ForeignProvider } from './foreign-provider';
import { joinKeys, keyOf } from './migration-key';
import { PhossSmpClient } from './phoss-smp-client';
import { writeServiceGroup, writeServiceMetadata } from './service-metadata-writer';

/** Publishes companies in a phoss SMP, which tells the SML by itself. */
@Injectable()
export class PhossSmpRegistry extends ParticipantRegistry {
  constructor(
    private readonly smp: PhossSmpClient,
    private readonly others: ForeignProvider,
    private readonly accessPoint: AccessPointSettings,
    private readonly settings: Settings,
  ) {
    super();
  }

  /** Throws one sentence that names the setting which is missing or wrong. */
  checkSettings(): void {
    this.smp.checkSettings();
    this.accessPoint.read();
  }

  async register({ participantIds, migrationKey }: Registration): Promise<void> {
    for (const participantId of participantIds) {
      const path = this.smp.pathOf(participantId);
      if (!(await this.smp.has(path))) await this.open(participantId, migrationKey);
      for (const kind of Object.values(messageKinds)) {
        const metadata = writeServiceMetadata({
          participantId,
          kind,
          accessPoint: this.accessPoint.read(),
          technicalContact: this.settings.PUBLIC_URL,
        });
        await this.smp.call('PUT', this.smp.pathOf(participantId, 'services', kind.documentType), metadata);
      }
    }
  }

  async unregister({ participantIds }: Registration): Promise<void> {
    for (const participantId of participantIds)
      await this.smp.call('DELETE', this.smp.pathOf(participantId), undefined, [404]);
  }

  /** phoss-smp makes up a key for each id and tells it once, so asking again takes the first one back. */
  async release({ participantIds }: Registration): Promise<string> {
    const keys = new Map<string, string>();
    for (const participantId of participantIds) {
      const path = this.smp.pathOf(participantId);
      await this.smp.call('PUT', `/migration/outbound/cancel${path}`, undefined, [400, 404]);
      const { body } = await this.smp.call('PUT', `/migration/outbound/start${path}`);
      keys.set(participantId, migrationKeyIn(body));
    }
    return joinKeys(keys);
  }

  /** Whoever holds an id that phoss-smp does not know is another provider: phoss-smp itself would only say that the SML refused. */
  private async open(participantId: string, migrationKey: string | undefined): Promise<void> {
    const path = this.smp.pathOf(participantId);
    if (migrationKey) {
      const key = encodeURIComponent(keyOf(participantId, migrationKey));
      await this.smp.call('PUT', `/migration/inbound${path}/${key}`);
      return;
    }
    await this.others.refuse(participantId);
    await this.smp.call('PUT', path, writeServiceGroup(participantId, [], this.settings.PHOSS_SMP_URL));
  }
}

function migrationKeyIn(answer: Buffer): string {
  const key = readKey(answer);
  if (key) return key;
  throw new NetworkError('SMP_ANSWER_INVALID', 'phoss-smp started the migration but gave no key.', false);
}

function readKey(answer: Buffer): string | undefined {
  try {
    return textAt(parseXml(answer), 'migrationKey');
  } catch {
    return undefined;
  }
}
