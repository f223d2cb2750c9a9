import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Transaction } from '../../core/database/transaction';
import { Logo, noSettings, PlatformSettings, StoredLogo } from './platform-settings';

type SettingsRow = Omit<PlatformSettings, 'logo'>;
type LogoRow = { [K in keyof StoredLogo]: StoredLogo[K] | null };

@Injectable()
export class PlatformSettingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Within a transaction, pass it. */
  async find(organizationId: string, db: EntityManager = this.dataSource.manager): Promise<PlatformSettings> {
    const [row] = await db.query<Array<SettingsRow & LogoRow>>(
      `SELECT display_name AS "displayName", primary_color AS "primaryColor", support_email AS "supportEmail",
         preferred_format AS "preferredFormat", auto_compliance AS "autoCompliance", updated_at AS "updatedAt",
         logo.url, logo.media_type AS "mediaType", logo.sha256, octet_length(logo.bytes) AS size, logo.fetched_at AS "fetchedAt"
       FROM platform_settings LEFT JOIN platform_logos AS logo USING (organization_id) WHERE organization_id = $1`,
      [organizationId],
    );
    if (!row) return noSettings;
    const { url, mediaType, sha256, size, fetchedAt, ...settings } = row;
    return {
      ...settings,
      logo: url === null ? null : ({ url, mediaType, sha256, size, fetchedAt } as StoredLogo),
    };
  }

  /** The settings as nobody else changes them until the transaction ends. */
  async lock(tx: Transaction, organizationId: string, now: Date): Promise<PlatformSettings> {
    await tx.query(
      `INSERT INTO platform_settings (organization_id, updated_at) VALUES ($1, $2)
       ON CONFLICT ON CONSTRAINT pk_platform_settings DO UPDATE SET updated_at = greatest(platform_settings.updated_at, $2)`,
      [organizationId, now],
    );
    return this.find(organizationId, tx);
  }

  async save(tx: Transaction, organizationId: string, settings: PlatformSettings): Promise<void> {
    await tx.query(
      `UPDATE platform_settings SET display_name = $2, primary_color = $3, support_email = $4, preferred_format = $5,
         auto_compliance = $6 WHERE organization_id = $1`,
      [
        organizationId,
        settings.displayName,
        settings.primaryColor,
        settings.supportEmail,
        settings.preferredFormat,
        JSON.stringify(settings.autoCompliance),
      ],
    );
  }

  async saveLogo(tx: Transaction, organizationId: string, logo: Logo | null, now: Date): Promise<void> {
    await tx.query(`DELETE FROM platform_logos WHERE organization_id = $1`, [organizationId]);
    if (!logo) return;
    await tx.query(
      `INSERT INTO platform_logos (organization_id, url, media_type, bytes, sha256, picture, fetched_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [organizationId, logo.url, logo.mediaType, logo.bytes, logo.sha256, logo.picture, now],
    );
  }

  async findPicture(organizationId: string, db: EntityManager): Promise<Buffer | undefined> {
    const [row] = await db.query<Array<{ picture: Buffer }>>(
      `SELECT picture FROM platform_logos WHERE organization_id = $1`,
      [organizationId],
    );
    return row?.picture;
  }

  async findLogo(organizationId: string): Promise<Omit<Logo, 'picture'> | undefined> {
    const [row] = await this.dataSource.query<Array<Omit<Logo, 'picture'>>>(
      `SELECT url, media_type AS "mediaType", bytes, sha256 FROM platform_logos WHERE organization_id = $1`,
      [organizationId],
    );
    return row;
  }
}
