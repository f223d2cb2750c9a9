import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { readSomeSettings } from '../core/config/read-settings';
import { Settings } from '../core/config/settings';
import { Reseal, ResealProgress } from '../core/crypto/reseal';
import { SealedBox } from '../core/crypto/sealed-box';
import { dataSourceOptions } from '../core/database/data-source';

/** Seals everything with the first key, and tells how far it is. */
export async function runReseal(): Promise<void> {
  const settings = readSomeSettings('DATABASE_URL', 'SEALING_KEYS');
  const box = new SealedBox(settings as Settings);
  // Looking through a large table takes its time; the limits of the server are for requests.
  const options = { ...dataSourceOptions(settings.DATABASE_URL, 2), extra: { lock_timeout: 30_000 } };
  const dataSource = await new DataSource(options).initialize();
  try {
    const total = await new Reseal(dataSource, box).run(tell);
    say(
      `Sealed ${total} values anew. All is sealed with "${box.currentKeyId}": the other keys can be dropped.`,
    );
  } finally {
    await dataSource.destroy();
  }
}

function tell({ table, column, resealed, looked }: ResealProgress): void {
  say(`${table}.${column}: ${resealed} sealed anew, ${Math.round(looked * 100)} % looked through`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
